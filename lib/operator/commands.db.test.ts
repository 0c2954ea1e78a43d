import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorActor } from '#lib/audit/actor'
import { signIn } from '#lib/auth/sign-in'
import { signUp } from '#lib/auth/sign-up'
import { prisma } from '#lib/db'
import { makeTeam } from '#lib/keys/fixtures'
import { createManagementToken } from '#lib/management-tokens/commands'
import { createTokenSchema } from '#lib/management-tokens/schema'
import { testDatabase } from '#test/database'
import { provideToken, provideUser } from './commands.ts'
import { provideTokenSchema, provideUserSchema } from './schema.ts'

const actor: OperatorActor = {
  ...{ kind: 'operator', label: 'operator', address: '127.0.0.1', door: 'cli', requestId: 'r' },
}
const visitor = { address: '127.0.0.1', userAgent: null, requestId: 'r' }
const password = 'four plain words here'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  await prisma().$executeRaw`DELETE FROM workspace`
  await prisma().$executeRaw`DELETE FROM user_account`
})

async function token(body: object) {
  const provided = await provideToken(actor, provideTokenSchema.parse({ role: 'write', ...body }))
  if (!provided.ok) throw new Error(provided.message)
  return provided.value
}
async function user(body: object) {
  const provided = await provideUser(actor, provideUserSchema.parse({ password, ...body }))
  if (!provided.ok) throw new Error(provided.message)
  return provided.value
}
const eventsSince = async (id: bigint) =>
  prisma().auditEvent.findMany({ where: { id: { gt: id } }, orderBy: { id: 'asc' } })
const lastEvent = async () =>
  (await prisma().auditEvent.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? 0n
const makeWorkspace = (name: string) => prisma().workspace.create({ data: { name }, select: { id: true } })

describe('a token for the operator', () => {
  it('is made with its workspace, and leaves the events of both', async () => {
    const before = await lastEvent()
    const made = await token({ workspace: 'Acme', ttl: '1h', allowed_cidrs: ['203.0.113.101/30'] })
    expect(made).toMatchObject({
      created: true,
      secret: expect.stringMatching(/^gl_mgmt_/),
      token: { name: 'cli', role: 'write', workspace: { name: 'Acme' }, allowedCidrs: ['203.0.113.100/30'] },
    })
    const lifeMs = (made.token.expiresAt?.getTime() ?? 0) - Date.now()
    expect(lifeMs).toBeGreaterThan(3_590_000)
    expect(lifeMs).toBeLessThan(3_610_000)
    const common = { actorId: null, actorLabel: 'operator', door: 'cli', address: '127.0.0.1' }
    expect(await eventsSince(before)).toMatchObject([
      { ...common, action: 'workspace.create', workspaceId: made.token.workspace.id },
      { ...common, action: 'token.create', workspaceId: made.token.workspace.id, keyId: made.token.id },
    ])
  })

  it('that works already is answered again, without its secret and without an event', async () => {
    const made = await token({ workspace: 'Acme' })
    const before = await lastEvent()
    const again = await token({ workspace: 'Acme', role: 'read' })
    expect(again).toEqual({
      created: false,
      secret: '',
      token: expect.objectContaining({ id: made.token.id, role: 'write' }),
    })
    expect(await eventsSince(before)).toEqual([])
  })

  it('is made anew when it was revoked or has expired', async () => {
    const first = await token({ workspace: 'Acme' })
    await prisma().managementToken.update({ where: { id: first.token.id }, data: { expiresAt: new Date() } })
    const second = await token({ workspace: 'Acme' })
    expect(second.created).toBe(true)
    await prisma().managementToken.update({ where: { id: second.token.id }, data: { revokedAt: new Date() } })
    expect((await token({ workspace: 'Acme' })).created).toBe(true)
  })

  it('is replaced when that is asked: whatever had its name stops', async () => {
    const first = await token({ workspace: 'Acme' })
    const workspaceId = first.token.workspace.id
    const other = await token({ workspace_id: workspaceId, name: 'other' })
    const second = await token({ workspace_id: workspaceId, replace: true })
    expect(second).toMatchObject({ created: true, secret: expect.stringMatching(/^gl_mgmt_/) })
    const live = await prisma().managementToken.findMany({ where: { workspaceId, revokedAt: null } })
    expect(live.map(({ id }) => id).sort()).toEqual([other.token.id, second.token.id].sort())
  })

  it('of two identical calls at once, one makes it', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => token({ workspace: 'Acme' })))
    expect(made.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(made.map((one) => one.token.id)).size).toBe(1)
    expect(await prisma().workspace.count()).toBe(1)
    expect(await prisma().managementToken.count()).toBe(1)
  })

  it('is refused where several workspaces have the name, with their ids; and where no id fits', async () => {
    const ids = [(await makeWorkspace('Twice')).id, (await makeWorkspace('Twice')).id]
    const input = provideTokenSchema.parse({ workspace: 'Twice', role: 'read' })
    const refused = await provideToken(actor, input)
    expect(refused).toMatchObject({ ok: false, error: 'workspace_ambiguous' })
    for (const id of ids) expect(!refused.ok && refused.message).toContain(id)
    expect((await token({ workspace_id: ids[1] })).token.workspace.id).toBe(ids[1])
    const unknown = provideTokenSchema.parse({ workspace_id: randomUUID(), role: 'read' })
    expect(await provideToken(actor, unknown)).toMatchObject({ error: 'workspace_unknown' })
    const unnamed = provideTokenSchema.parse({ role: 'read' })
    expect(await provideToken(actor, unnamed)).toMatchObject({ error: 'workspace_unnamed' })
  })

  it('is refused where somebody who signed up took the name, unless that workspace is named by its id', async () => {
    await user({ email: 'staff@example.com', workspace: 'Ours' })
    const person = { name: 'Eve', email: 'eve@example.com', password }
    await signUp({ ...person, workspaceName: 'production' }, { ...visitor, isOnThisMachine: false })
    const input = provideTokenSchema.parse({ workspace: 'production', role: 'write' })
    const refused = await provideToken(actor, input)
    const { id } = await prisma().workspace.findFirstOrThrow({ where: { name: 'production' }, select: { id: true } })
    expect(refused).toMatchObject({ ok: false, error: 'workspace_of_another' })
    expect(refused.ok ? '' : refused.message).toMatch(new RegExp(`^eve@example.com .*${id}$`))
    expect(await prisma().managementToken.count()).toBe(0)
    expect((await token({ workspace_id: id })).token.workspace.id).toBe(id)
    expect((await token({ workspace: 'Ours' })).created).toBe(true)
  })

  it('is refused where the workspace has too many; replacing all of one name by one makes room', async () => {
    const team = await makeTeam()
    const form = { name: 'cli', role: 'read', allowedIps: '', openToAny: true, expiresAt: null }
    for (let n = 0; n < 200; n += 1) await createManagementToken(team.owner, createTokenSchema.parse(form))
    const input = provideTokenSchema.parse({ workspace_id: team.workspaceId, role: 'read', name: 'one more' })
    expect(await provideToken(actor, input)).toMatchObject({ error: 'too_many' })
    expect((await token({ workspace_id: team.workspaceId, replace: true })).created).toBe(true)
  })
})

describe('a user for the operator', () => {
  it('is the owner of a new workspace, can sign in, and is staff when the first', async () => {
    const before = await lastEvent()
    const made = await user({ email: 'Ada@example.com', name: 'Ada' })
    expect(made).toMatchObject({ created: true, email: 'ada@example.com', workspace: { name: 'Ada’s workspace' } })
    expect(await signIn({ email: 'ada@example.com', password }, visitor)).toMatchObject({ ok: true })
    const row = await prisma().user.findUniqueOrThrow({
      where: { id: made.userId },
      include: { memberships: { select: { role: true, workspaceId: true } } },
    })
    expect(row).toMatchObject({ staffRole: 'staff', memberships: [{ role: 'owner', workspaceId: made.workspace?.id }] })
    const events = await eventsSince(before)
    expect(events.slice(0, 2)).toMatchObject([
      { action: 'workspace.create', actorLabel: 'operator' },
      { action: 'user.create', actorLabel: 'operator', actorId: null, door: 'cli', workspaceId: made.workspace?.id },
    ])
    expect(JSON.stringify(events.map(({ after }) => after))).not.toContain(password)
    expect(await user({ email: 'grace@example.com' })).toMatchObject({ created: true })
    expect(await prisma().user.count({ where: { staffRole: 'staff' } })).toBe(1)
  })

  it('joins the one workspace of the name, or makes it', async () => {
    const { id } = await makeWorkspace('Acme')
    expect((await user({ email: 'a@example.com', workspace: 'Acme' })).workspace?.id).toBe(id)
    expect((await user({ email: 'b@example.com', workspace: 'Acme' })).workspace?.id).toBe(id)
    expect(await prisma().membership.count({ where: { workspaceId: id, role: 'owner' } })).toBe(2)
    const apart = await user({ email: 'c@example.com', workspace: 'New' })
    expect(apart.workspace).toEqual({ id: expect.not.stringMatching(id), name: 'New' })
  })

  it('without a workspace never joins one that is called like its own would be', async () => {
    const first = await user({ email: 'ada@example.com', name: 'Ada' })
    const second = await user({ email: 'ada@example.org', name: 'Ada' })
    expect(second.workspace?.name).toBe(first.workspace?.name)
    expect(second.workspace?.id).not.toBe(first.workspace?.id)
  })

  it('that is there already is answered, and nothing of it changes', async () => {
    await signUp({ name: 'Ada', email: 'ada@example.com', password }, { ...visitor, isOnThisMachine: true })
    const row = await prisma().user.findUniqueOrThrow({ where: { email: 'ada@example.com' } })
    const before = await lastEvent()
    const again = await user({
      email: 'ada@example.com',
      name: 'Eve',
      password: 'another four words here',
      workspace: 'Evil',
    })
    expect(again).toMatchObject({ created: false, userId: row.id, workspace: { name: 'Ada’s workspace' } })
    expect(await prisma().user.findUniqueOrThrow({ where: { id: row.id } })).toEqual(row)
    expect(await prisma().workspace.count()).toBe(1)
    expect(await eventsSince(before)).toEqual([])
  })

  it('of identical calls at once, also beside a sign-up, one makes it', async () => {
    const person = { name: 'Ada', email: 'ada@example.com', password }
    const [signedUp, ...made] = await Promise.all([
      signUp({ ...person, workspaceName: 'By herself' }, { ...visitor, isOnThisMachine: true }),
      ...Array.from({ length: 5 }, () => user({ ...person, workspace: 'Acme' })),
    ])
    const makers = made.filter(({ created }) => created).length + (signedUp?.ok ? 1 : 0)
    expect(makers).toBe(1)
    expect(await prisma().user.count()).toBe(1)
    expect(await prisma().workspace.count()).toBe(1)
    expect(await prisma().user.count({ where: { staffRole: 'staff' } })).toBe(1)
  })

  it('is refused where several workspaces have the name, and nothing is left', async () => {
    await makeWorkspace('Twice')
    await makeWorkspace('Twice')
    const input = provideUserSchema.parse({ email: 'ada@example.com', password, workspace: 'Twice' })
    expect(await provideUser(actor, input)).toMatchObject({ ok: false, error: 'workspace_ambiguous' })
    expect(await prisma().user.count()).toBe(0)
  })
})
