import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findSignedIn } from '#lib/auth/session'
import { signIn } from '#lib/auth/sign-in'
import { signUp } from '#lib/auth/sign-up'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { acceptInvitation } from './accept.ts'
import { renewInvitation, revokeInvitation } from './change-invitation.ts'
import { changeMemberRole } from './change-role.ts'
import { home, invited, joined, type Person, password, person } from './fixtures.ts'
import { inviteMember } from './invite.ts'
import { findOpenInvitation } from './open-invitation.ts'
import { listInvitations } from './queries.ts'
import { leaveWorkspace, removeMember } from './remove-member.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

let owner: Person
beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  owner = await person()
})

const workspaceOf = async (one: Person) => (await one.user()).workspaceId
const accept = async (one: Person, token: string) => acceptInvitation(await one.user(), token)

describe('a link', () => {
  test('lets the account of its address in once, with the role it says', async () => {
    const ada = await person()
    const { token } = await invited(owner, ada.email, 'viewer')
    expect(await accept(ada, token)).toMatchObject({ ok: true })
    expect(await ada.now()).toMatchObject({ workspaceId: await workspaceOf(owner), role: 'viewer' })
    expect(await accept(ada, token)).toMatchObject({ error: 'invitation_gone' })
  })

  test('is kept as a digest alone', async () => {
    const { token } = await invited(owner, 'new@example.com')
    const rows = await prisma().$queryRaw<{ text: string }[]>`
      SELECT to_jsonb(i)::text AS text FROM invitation i UNION ALL SELECT to_jsonb(e)::text FROM audit_event e`
    expect(rows.some(({ text }) => text.includes('new@example.com'))).toBe(true)
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([])
  })

  test('for another address is refused without telling whose it is, and still works for that', async () => {
    const [ada, eve] = [await person(), await person()]
    const { token } = await invited(owner, ada.email)
    const refused = await accept(eve, token)
    expect(refused).toMatchObject({ error: 'other_address' })
    expect(JSON.stringify(refused)).not.toContain(ada.email)
    expect((await eve.user()).workspaceId).not.toBe(await workspaceOf(owner))
    expect(await accept(ada, token)).toMatchObject({ ok: true })
  })

  test('ends with its seven days, by the clock of the database', async () => {
    const ada = await person()
    const { token, expiresAt } = await invited(owner, ada.email)
    expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(7)
    await prisma().$executeRaw`UPDATE invitation SET expires_at = now() WHERE email = ${ada.email}`
    expect(await accept(ada, token)).toMatchObject({ error: 'invitation_gone' })
    expect(await listInvitations(await workspaceOf(owner))).toMatchObject([{ email: ada.email, isExpired: true }])
  })

  test('ends when it is revoked, renewed, or the address is invited again', async () => {
    const ada = await person()
    const { actor } = await owner.user()
    const first = await invited(owner, ada.email, 'admin')
    const second = await invited(owner, ada.email, 'viewer')
    const third = await renewInvitation(actor, second)
    if (!third.ok) throw new Error(third.message)
    for (const { token } of [first, second]) {
      expect(await accept(ada, token)).toMatchObject({ error: 'invitation_gone' })
    }
    expect(await findOpenInvitation(third.value.token)).toMatchObject({ role: 'viewer' })
    expect(await revokeInvitation(actor, third.value)).toMatchObject({ ok: true })
    expect(await accept(ada, third.value.token)).toMatchObject({ error: 'invitation_gone' })
    expect(await revokeInvitation(actor, third.value)).toMatchObject({ error: 'not_found' })
  })

  test('that is followed twice at once makes one membership', async () => {
    const ada = await person()
    const { token } = await invited(owner, ada.email)
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => accept(ada, token)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const where = { userId: ada.claims.userId, workspaceId: await workspaceOf(owner) }
    expect(await prisma().membership.count({ where })).toBe(1)
    expect(await prisma().auditEvent.count({ where: { action: 'member.join', actorId: where.userId } })).toBe(1)
  })
})

describe('inviting', () => {
  test('gives no role above one’s own, and is for admins and owners alone', async () => {
    for (const [role, wish, error] of [
      ['viewer', 'viewer', 'forbidden'],
      ['member', 'viewer', 'forbidden'],
      ['admin', 'owner', 'above_own'],
      ['admin', 'admin', undefined],
      ['owner', 'owner', undefined],
    ] as const) {
      const { actor } = await (await joined(owner, role)).user()
      const outcome = await inviteMember(actor, { email: `of-${role}@example.com`, role: wish })
      expect([role, wish, outcome.ok ? undefined : outcome.error]).toEqual([role, wish, error])
    }
  })

  test('somebody who is there already is refused', async () => {
    const ada = await joined(owner, 'member')
    const { actor } = await owner.user()
    expect(await inviteMember(actor, { email: ada.email, role: 'owner' })).toMatchObject({ error: 'is_member' })
  })

  test('an admin renews and revokes no invitation of an owner, and nobody one of another workspace', async () => {
    const { actor: admin } = await (await joined(owner, 'admin')).user()
    const place = await invited(owner, 'boss@example.com', 'owner')
    expect(await renewInvitation(admin, place)).toMatchObject({ error: 'above_own' })
    expect(await revokeInvitation(admin, place)).toMatchObject({ error: 'above_own' })
    const { actor: stranger } = await (await person()).user()
    expect(await renewInvitation(stranger, place)).toMatchObject({ error: 'not_found' })
    expect(await revokeInvitation(stranger, place)).toMatchObject({ error: 'not_found' })
  })

  test('is throttled', async () => {
    const { actor } = await owner.user()
    await prisma().$executeRaw`DELETE FROM rate_window`
    for (let n = 0; n < 60; n++) await inviteMember(actor, { email: owner.email, role: 'member' })
    expect(await inviteMember(actor, { email: 'one@example.com', role: 'member' })).toMatchObject({
      error: 'too_many_attempts',
    })
  })

  test('who is removed, leaves or may not give the role any more takes their invitations along', async () => {
    const workspaceId = await workspaceOf(owner)
    const { actor } = await owner.user()
    const [removed, left, demoted] = [
      await joined(owner, 'admin'),
      await joined(owner, 'admin'),
      await joined(owner, 'owner'),
    ]
    for (const one of [removed, left]) await invited(one, `of-${one.email}`, 'viewer')
    await invited(demoted, 'boss@example.com', 'owner')
    await invited(demoted, 'hand@example.com', 'member')
    await removeMember(actor, { userId: removed.claims.userId })
    await leaveWorkspace((await left.user()).actor)
    await changeMemberRole(actor, { userId: demoted.claims.userId, role: 'admin' })
    expect((await listInvitations(workspaceId)).map(({ email }) => email)).toEqual(['hand@example.com'])
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: 'member.invitation_end' } })).toBe(3)
  })
})

describe('with a link', () => {
  test('signing up joins its workspace instead of making one', async () => {
    const link = await invited(owner, 'fresh@example.com', 'member')
    const workspaces = await prisma().workspace.count()
    const fresh = await person(link)
    expect(await fresh.now()).toMatchObject({ workspaceId: await workspaceOf(owner), role: 'member' })
    expect(await prisma().workspace.count()).toBe(workspaces)
    expect(await findOpenInvitation(link.token)).toBeNull()
  })

  test('signing up by another address, or too late, makes nothing', async () => {
    const { token: invitation } = await invited(owner, 'wanted@example.com')
    const as = (email: string) =>
      signUp({ name: 'Eve', email, password, invitation }, { ...home, isOnThisMachine: true })
    expect(await as('eve@example.com')).toMatchObject({ error: 'other_address' })
    await prisma().$executeRaw`UPDATE invitation SET expires_at = now()`
    expect(await as('wanted@example.com')).toMatchObject({ error: 'invitation_gone' })
    expect(await prisma().user.count({ where: { email: { in: ['eve@example.com', 'wanted@example.com'] } } })).toBe(0)
  })

  test('who is in no workspace any more signs in by being asked back, and not by the link of another', async () => {
    const ada = await person(await invited(owner, 'ada-back@example.com'))
    await removeMember((await owner.user()).actor, { userId: ada.claims.userId })
    const as = (invitation: string | null) => signIn({ email: ada.email, password, invitation }, home)
    const { token: ofAnother } = await invited(owner, 'other@example.com')
    for (const useless of [null, ofAnother, 'x'.repeat(43)]) {
      expect(await as(useless)).toMatchObject({ error: 'no_workspace' })
    }
    const { token } = await invited(owner, ada.email, 'viewer')
    expect(await signIn({ email: ada.email, password: 'wrong password', invitation: token }, home)).toMatchObject({
      error: 'wrong_credentials',
    })
    const opened = await as(token)
    if (!opened.ok) throw new Error(opened.message)
    expect(await findSignedIn(opened.value, home)).toMatchObject({
      role: 'viewer',
      workspaceId: await workspaceOf(owner),
    })
    expect(await findOpenInvitation(token)).toBeNull()
    expect(await findOpenInvitation(ofAnother)).not.toBeNull()
  })
})
