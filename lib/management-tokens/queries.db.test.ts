import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { revokeManagementToken } from './commands.ts'
import type { CreatedToken } from './create-token.ts'
import { makeToken } from './fixtures.ts'
import { getManagementToken, listManagementTokens } from './queries.ts'
import { tokenStatus } from './rules.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

describe('the list of tokens', () => {
  it('has those that work first, each kind from the latest, with what may be shown', async () => {
    const names = ['revoked', 'expired', 'to come', 'plain']
    const made: CreatedToken[] = []
    for (const name of names) made.push(await makeToken(team.owner, { name, allowedIps: '10.0.0.1, 10.1.0.0/16' }))
    const idOf = (name: string) => made[names.indexOf(name)]?.id ?? ''
    await revokeManagementToken(team.owner, { tokenId: idOf('revoked') })
    const set = (name: string, data: object) => prisma().managementToken.update({ where: { id: idOf(name) }, data })
    await set('expired', { expiresAt: new Date(Date.now() - 1000) })
    await set('to come', { expiresAt: new Date(Date.now() + 60_000) })
    const usedAt = new Date()
    await set('plain', { lastUsedAt: usedAt, lastUsedAddress: '2001:db8::1' })

    const { tokens, left, now } = await listManagementTokens(team.workspaceId)
    expect(tokens.map((token) => [token.name, tokenStatus(token, now)])).toEqual([
      ['plain', 'active'],
      ['to come', 'active'],
      ['expired', 'expired'],
      ['revoked', 'revoked'],
    ])
    expect(left).toBe(0)
    expect(tokens[0]).toEqual({
      id: idOf('plain'),
      name: 'plain',
      role: 'write',
      displayPrefix: expect.stringMatching(/^gl_mgmt_.{4}$/),
      lastFour: expect.stringMatching(/^.{4}$/),
      accessMode: 'enforce',
      networks: ['10.0.0.1', '10.1.0.0/16'],
      networkCount: 2,
      revokedAt: null,
      expiresAt: null,
      createdAt: expect.any(Date),
      lastUsed: { at: usedAt, address: '2001:db8::1' },
    })
  })

  it('holds the first few networks of a long list', async () => {
    const long = await makeTeam()
    await makeToken(long.owner, { allowedIps: '10.0.0.0-10.0.0.9' })
    await makeToken(long.owner, { allowedIps: Array.from({ length: 20 }, (_, n) => `10.${n}.0.1`).join(' ') })
    const { tokens } = await listManagementTokens(long.workspaceId)
    expect(tokens[0]).toMatchObject({ networks: ['10.0.0.1', '10.1.0.1'], networkCount: 20 })
  })

  it('lists all that work and the latest of those that ended, and says how many are left out', async () => {
    const old = await makeTeam()
    await prisma().$executeRaw`
      INSERT INTO management_token
        (id, workspace_id, name, role, display_prefix, last_four, digest, access_mode, revoked_at, created_at)
      SELECT gen_random_uuid(), ${old.workspaceId}::uuid, 'n' || n, 'read', 'gl_mgmt_x', 'xxxx',
        sha256((${old.workspaceId} || n)::bytea), 'open', CASE WHEN n <= 60 THEN now() END, now() - make_interval(secs => n)
      FROM generate_series(1, 130) AS n`
    const { tokens, left, now } = await listManagementTokens(old.workspaceId)
    expect(tokens.filter((token) => tokenStatus(token, now) === 'active')).toHaveLength(70)
    expect(tokens.slice(70).map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, n) => `n${n + 1}`))
    expect(left).toBe(10)
  })

  it('is empty, with the time, in a workspace without any', async () => {
    const none = await makeTeam()
    expect(await listManagementTokens(none.workspaceId)).toEqual({ tokens: [], left: 0, now: expect.any(Date) })
  })
})

it('one token carries its whole list, as its field shows it', async () => {
  const token = await makeToken(team.owner, { role: 'read', allowedIps: '10.0.0.1, 2001:db8::/32' })
  expect(await getManagementToken(team.workspaceId, token.id)).toEqual({
    ...{ id: token.id, name: token.name, role: 'read', accessMode: 'enforce', revokedAt: null, expiresAt: null },
    ...{ displayPrefix: token.secret.slice(0, 12), lastFour: token.secret.slice(-4), now: expect.any(Date) },
    allowedIps: '10.0.0.1\n2001:db8::/32',
  })
})
