import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { inspectSecret } from '#lib/keys/secret'
import { testDatabase } from '#test/database'
import { createManagementToken, revokeManagementToken, updateManagementToken } from './commands.ts'
import type { CreatedToken } from './create-token.ts'
import { makeToken } from './fixtures.ts'
import { getManagementToken, listManagementTokens } from './queries.ts'
import { MAX_LIVE_TOKENS } from './rules.ts'
import { createTokenSchema, updateTokenSchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

const rowOf = (id: string) => prisma().managementToken.findUniqueOrThrow({ where: { id } })
const eventsOf = (keyId: string) => prisma().auditEvent.findMany({ where: { keyId }, orderBy: { id: 'asc' } })
const clock = async () => (await prisma().changeClock.findFirstOrThrow({ select: { value: true } })).value
const newToken = createTokenSchema.parse({
  ...{ name: 'New', role: 'read', allowedIps: '', openToAny: true, expiresAt: null },
})

/** What the edit form sends, from the token as it was seen and what the editor changed. */
function edit(seen: CreatedToken, changes: { name?: string; allowedIps?: string; listBefore?: string }) {
  const { name = seen.name, allowedIps = seen.allowedIps, listBefore = seen.allowedIps } = changes
  return updateTokenSchema.parse({ tokenId: seen.id, name, allowedIps, listBefore, openToAny: allowedIps === '' })
}

describe('creating a token', () => {
  it('stores the digest of the secret it answers, and no part of the secret beyond what may be shown', async () => {
    const token = await makeToken(team.owner, { allowedIps: '203.0.113.7' })
    const row = await rowOf(token.id)
    const inspected = inspectSecret(token.secret)
    expect(inspected.ok && inspected.digestHex).toBe(Buffer.from(row.digest).toString('hex'))
    expect(token.secret).toMatch(/^gl_mgmt_[0-9A-Za-z]{49}$/)
    expect(token.secret.startsWith(row.displayPrefix) && token.secret.endsWith(row.lastFour)).toBe(true)
    const hidden = token.secret.slice(row.displayPrefix.length, -4)
    const { digest: _, ...plain } = row
    const everything = [
      plain,
      await eventsOf(token.id),
      await getManagementToken(team.workspaceId, token.id),
      await listManagementTokens(team.workspaceId),
    ]
    const text = inspect(everything, { depth: null, maxStringLength: null })
    expect(text).not.toContain(hidden)
    expect(text).not.toContain('digest: Uint8Array')
  })

  it('enforces its list, in canonical form with prefixes, and is open only without one', async () => {
    const listed = await makeToken(team.admin, {
      allowedIps: '203.0.113.101/30 # office\n::ffff:192.0.2.1, 2001:DB8::1',
    })
    expect(await rowOf(listed.id)).toMatchObject({
      accessMode: 'enforce',
      networks: ['203.0.113.100/30', '192.0.2.1/32', '2001:db8::1/128'],
      createdById: team.admin.userId,
    })
    expect(listed.allowedIps).toBe('203.0.113.100/30\n192.0.2.1\n2001:db8::1')
    const open = await makeToken(team.admin)
    expect(await rowOf(open.id)).toMatchObject({ accessMode: 'open', networks: [] })
  })

  it('leaves an event with who, from where, and what it may do', async () => {
    const token = await makeToken(team.admin, { name: 'Billing', role: 'verify', allowedIps: '10.0.0.0/8' })
    const [event, ...others] = await eventsOf(token.id)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      action: 'token.create',
      actorId: team.admin.userId,
      actorLabel: team.admin.label,
      workspaceId: team.workspaceId,
      address: '192.0.2.10',
      door: 'dashboard',
      before: null,
      after: {
        ...{ name: 'Billing', role: 'verify', accessMode: 'enforce', expiresAt: null },
        list: { form: 'whole', text: '10.0.0.0/8', entries: 1 },
      },
    })
  })

  it('is not for members', async () => {
    expect(await createManagementToken(team.member, newToken)).toMatchObject({ ok: false, error: 'forbidden' })
  })

  it(`stops at ${MAX_LIVE_TOKENS} that work, also for many at once, and a revoked or expired one makes room`, async () => {
    const full = await makeTeam()
    const first = await makeToken(full.owner)
    await prisma().$executeRaw`
      INSERT INTO management_token (id, workspace_id, name, role, display_prefix, last_four, digest, access_mode, expires_at)
      SELECT gen_random_uuid(), ${full.workspaceId}::uuid, 'n' || n, 'read', 'gl_mgmt_x', 'xxxx',
        sha256((${full.workspaceId} || n)::bytea), 'open', CASE WHEN n > ${MAX_LIVE_TOKENS - 3} THEN now() END
      FROM generate_series(1, ${MAX_LIVE_TOKENS}::int) AS n`
    // 1 + 197 of them work: two places are left.
    const results = await Promise.all(Array.from({ length: 5 }, () => createManagementToken(full.owner, newToken)))
    expect(results.filter((result) => result.ok)).toHaveLength(2)
    expect(results.find((result) => !result.ok)).toMatchObject({
      error: 'too_many',
      message: 'A workspace has at most 200 management tokens that work. Revoke one that is no longer used.',
    })
    expect(await revokeManagementToken(full.owner, { tokenId: first.id })).toMatchObject({ ok: true })
    expect(await createManagementToken(full.owner, newToken)).toMatchObject({ ok: true })
  })
})

describe('changing a token', () => {
  it('saves name and list, moves the change clock, and tells both sides', async () => {
    const token = await makeToken(team.owner, { allowedIps: '10.0.0.1' })
    const before = await clock()
    const saved = await updateManagementToken(team.admin, edit(token, { name: 'Renamed', allowedIps: '10.0.0.2 # x' }))
    expect(saved).toEqual({
      ok: true,
      value: { id: token.id, name: 'Renamed', accessMode: 'enforce', allowedIps: '10.0.0.2' },
    })
    expect(await clock()).toBe(before + 1n)
    expect(await rowOf(token.id)).toMatchObject({ name: 'Renamed', networks: ['10.0.0.2/32'], role: token.role })
    expect((await eventsOf(token.id)).at(-1)).toMatchObject({
      action: 'token.update',
      before: { name: 'Deployment', accessMode: 'enforce', list: { text: '10.0.0.1' } },
      after: { name: 'Renamed', accessMode: 'enforce', list: { text: '10.0.0.2' } },
    })
  })

  it('leaves what was not changed out of the event, and without a change leaves none', async () => {
    const token = await makeToken(team.owner, { allowedIps: '10.0.0.1' })
    await updateManagementToken(team.owner, edit(token, { name: 'Only the name' }))
    expect((await eventsOf(token.id)).at(-1)).toMatchObject({
      before: { name: 'Deployment' },
      after: { name: 'Only the name' },
    })
    expect((await eventsOf(token.id)).at(-1)?.after).not.toHaveProperty('list')
    const before = await clock()
    expect(await updateManagementToken(team.owner, edit(token, { name: 'Only the name' }))).toMatchObject({ ok: true })
    expect(await eventsOf(token.id)).toHaveLength(2)
    expect(await clock()).toBe(before)
  })

  it('opens only what was confirmed to be opened', async () => {
    const token = await makeToken(team.owner, { allowedIps: '10.0.0.1' })
    expect(await updateManagementToken(team.owner, edit(token, { allowedIps: '' }))).toMatchObject({ ok: true })
    expect(await rowOf(token.id)).toMatchObject({ accessMode: 'open', networks: [] })
  })

  it('does not undo a list that somebody else saved in between', async () => {
    const token = await makeToken(team.owner)
    await updateManagementToken(team.owner, edit(token, { allowedIps: '10.0.0.1' }))
    // The other form still holds the open list, and its editor meant to change the name alone.
    const late = await updateManagementToken(team.admin, edit(token, { name: 'Late' }))
    expect(late).toMatchObject({ ok: false, error: 'conflict' })
    expect(await rowOf(token.id)).toMatchObject({
      name: 'Deployment',
      networks: ['10.0.0.1/32'],
      accessMode: 'enforce',
    })
    // A save that is sent twice is no conflict.
    expect(await updateManagementToken(team.owner, edit(token, { allowedIps: '10.0.0.1' }))).toMatchObject({ ok: true })
  })

  it('is not for members, nor for a token that has ended', async () => {
    const token = await makeToken(team.owner)
    const change = edit(token, { name: 'Changed' })
    expect(await updateManagementToken(team.member, change)).toMatchObject({ ok: false, error: 'forbidden' })
    await prisma().managementToken.update({ where: { id: token.id }, data: { expiresAt: new Date() } })
    expect(await updateManagementToken(team.owner, change)).toMatchObject({
      error: 'wrong_state',
      message: 'This token has expired.',
    })
  })
})

describe('revoking a token', () => {
  it('is final, moves the change clock and leaves one event', async () => {
    const token = await makeToken(team.owner)
    const before = await clock()
    expect(await revokeManagementToken(team.admin, { tokenId: token.id })).toEqual({
      ok: true,
      value: { id: token.id, name: token.name },
    })
    expect(await clock()).toBe(before + 1n)
    expect((await rowOf(token.id)).revokedAt).not.toBeNull()
    expect(await revokeManagementToken(team.admin, { tokenId: token.id })).toMatchObject({
      error: 'wrong_state',
      message: 'This token is revoked, which is final.',
    })
    expect((await eventsOf(token.id)).map(({ action }) => action)).toEqual(['token.create', 'token.revoke'])
    expect((await eventsOf(token.id)).at(-1)).toMatchObject({
      before: { name: token.name, status: 'active' },
      after: { status: 'revoked' },
    })
  })

  it('is not for members', async () => {
    const token = await makeToken(team.owner)
    expect(await revokeManagementToken(team.member, { tokenId: token.id })).toMatchObject({ error: 'forbidden' })
    expect((await rowOf(token.id)).revokedAt).toBeNull()
  })
})
