import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountEvents } from '#lib/audit/queries'
import { prisma } from '#lib/db'
import { pauseKey } from '#lib/keys/commands'
import { makeKey } from '#lib/keys/fixtures'
import { workspaceActivity } from '#lib/workspaces/activity'
import { switchWorkspace, workspacesOf } from '#lib/workspaces/own'
import { type TestDatabase, testDatabase } from '#test/database'
import { changeMemberRole } from './change-role.ts'
import { joined, type Person, person } from './fixtures.ts'
import { listMembers } from './queries.ts'
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

const actorOf = async (one: Person) => (await one.user()).actor
const idOf = (one: Person) => one.claims.userId
const ownersOf = (workspaceId: string) => prisma().membership.count({ where: { workspaceId, role: 'owner' } })

describe('a change of a role', () => {
  test('holds at the next request, for the pages and for what the commands allow', async () => {
    const ada = await joined(owner, 'admin')
    const key = await makeKey(await actorOf(owner), '203.0.113.1')
    await changeMemberRole(await actorOf(owner), { userId: idOf(ada), role: 'viewer' })
    expect(await ada.now()).toMatchObject({ role: 'viewer' })
    expect(await pauseKey(await actorOf(ada), { keyId: key.id })).toMatchObject({ error: 'forbidden' })
  })

  test('is for admins and owners, up to their own role; admins do not touch owners', async () => {
    const target = await joined(owner, 'member')
    const boss = idOf(owner)
    for (const [role, userId, wish, error] of [
      ['viewer', idOf(target), 'viewer', 'forbidden'],
      ['member', idOf(target), 'viewer', 'forbidden'],
      ['admin', idOf(target), 'owner', 'above_own'],
      ['admin', boss, 'viewer', 'above_own'],
      ['admin', idOf(target), 'admin', undefined],
      ['owner', idOf(target), 'owner', undefined],
    ] as const) {
      const actor = await actorOf(await joined(owner, role))
      const outcome = await changeMemberRole(actor, { userId, role: wish })
      expect([role, wish, outcome.ok ? undefined : outcome.error]).toEqual([role, wish, error])
      if (error === 'forbidden' || role === 'admin') {
        const removed = await removeMember(actor, { userId: boss })
        expect([role, removed.ok ? undefined : removed.error]).toEqual([
          role,
          role === 'admin' ? 'above_own' : 'forbidden',
        ])
      }
    }
    expect(await owner.now()).toMatchObject({ role: 'owner' })
  })

  test('reads the role of that moment, not that of the page', async () => {
    const ada = await joined(owner, 'admin')
    const [stale, other] = [await actorOf(ada), await joined(owner, 'member')]
    await changeMemberRole(await actorOf(owner), { userId: idOf(ada), role: 'member' })
    expect(await changeMemberRole(stale, { userId: idOf(ada), role: 'admin' })).toMatchObject({ error: 'forbidden' })
    expect(await removeMember(stale, { userId: idOf(other) })).toMatchObject({ error: 'forbidden' })
  })

  test('of somebody of another workspace finds nobody', async () => {
    const [stranger, ada] = [await person(), await joined(owner, 'member')]
    const actor = await actorOf(stranger)
    expect(await changeMemberRole(actor, { userId: idOf(ada), role: 'viewer' })).toMatchObject({ error: 'not_found' })
    expect(await removeMember(actor, { userId: idOf(ada) })).toMatchObject({ error: 'not_found' })
  })
})

describe('the last owner', () => {
  test('is neither demoted nor removed and cannot leave, whatever disabled owners there are', async () => {
    const { actor, userId, workspaceId } = await owner.user()
    const gone = await joined(owner, 'owner')
    await prisma().user.update({ where: { id: idOf(gone) }, data: { disabledAt: new Date() }, select: { id: true } })
    expect(await changeMemberRole(actor, { userId, role: 'admin' })).toMatchObject({ error: 'last_owner' })
    expect(await removeMember(actor, { userId })).toMatchObject({ error: 'last_owner' })
    expect(await leaveWorkspace(actor)).toMatchObject({ error: 'last_owner' })
    expect(await ownersOf(workspaceId)).toBe(2)
  })

  test('of two who go, or take each other off at once, one stays', async () => {
    const ways = [
      (one: Person) => actorOf(one).then((actor) => () => leaveWorkspace(actor)),
      (_: Person, other: Person) => actorOf(_).then((actor) => () => removeMember(actor, { userId: idOf(other) })),
      (one: Person) =>
        actorOf(one).then((actor) => () => changeMemberRole(actor, { userId: idOf(one), role: 'viewer' })),
    ]
    for (const way of ways) {
      const first = await person()
      const second = await joined(first, 'owner')
      const { workspaceId } = await first.user()
      const runs = [await way(first, second), await way(second, first)]
      const outcomes = await Promise.all(runs.map((run) => run()))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      expect(await ownersOf(workspaceId)).toBe(1)
    }
  })
})

describe('who is removed or leaves', () => {
  test('is out at the next request; their keys stay, and admins manage them', async () => {
    const [ada, admin] = [await joined(owner, 'member'), await joined(owner, 'admin')]
    const { workspaceId } = await owner.user()
    const key = await makeKey(await actorOf(ada), '203.0.113.1')
    await removeMember(await actorOf(owner), { userId: idOf(ada) })
    expect((await ada.user()).workspaceId).not.toBe(workspaceId)
    expect(await pauseKey(await actorOf(ada), { keyId: key.id })).toMatchObject({ error: 'not_found' })
    expect(await pauseKey(await actorOf(admin), { keyId: key.id })).toMatchObject({ ok: true })
    expect(await leaveWorkspace(await actorOf(admin))).toMatchObject({ ok: true })
    expect((await admin.user()).workspaceId).not.toBe(workspaceId)
  })

  test('from their only workspace is signed out', async () => {
    const ada = await joined(owner, 'member')
    await prisma().$executeRaw`DELETE FROM membership WHERE user_id = ${idOf(ada)}::uuid AND role = 'owner'`
    expect(await ada.now()).not.toBeNull()
    await removeMember(await actorOf(owner), { userId: idOf(ada) })
    expect(await ada.now()).toBeNull()
  })
})

describe('a person in several workspaces', () => {
  test('is in the one they chose while they are a member there', async () => {
    const ada = await joined(owner, 'viewer')
    const theirs = (await workspacesOf(idOf(ada))).map(({ id }) => id)
    const { workspaceId: shared } = await owner.user()
    const own = theirs.find((id) => id !== shared) ?? ''
    expect(await switchWorkspace(await ada.user(), own)).toMatchObject({ ok: true })
    expect(await ada.now()).toMatchObject({ workspaceId: own, role: 'owner' })
    const { workspaceId: foreign } = await (await person()).user()
    expect(await switchWorkspace(await ada.user(), foreign)).toMatchObject({ error: 'not_found' })
    // Even a choice that stands in the row counts for nothing without the membership.
    await prisma()
      .$executeRaw`UPDATE session SET workspace_id = ${foreign}::uuid WHERE id = ${ada.claims.sessionId}::uuid`
    expect(await ada.now()).toMatchObject({ workspaceId: own })
  })

  test('switches no session but their own', async () => {
    const ada = await joined(owner, 'viewer')
    const { workspaceId } = await owner.user()
    const forged = { userId: idOf(ada), sessionId: owner.claims.sessionId }
    expect(await switchWorkspace(forged, workspaceId)).toMatchObject({ error: 'not_found' })
  })

  test('is seen where they are', async () => {
    const ada = await joined(owner, 'viewer')
    const { workspaceId } = await ada.user()
    await prisma().$executeRaw`UPDATE membership SET last_seen_at = NULL WHERE user_id = ${idOf(ada)}::uuid`
    await prisma()
      .$executeRaw`UPDATE session SET last_seen_at = now() - interval '1 hour' WHERE user_id = ${idOf(ada)}::uuid`
    await ada.now()
    const seen = await prisma().membership.findMany({
      where: { userId: idOf(ada), lastSeenAt: { not: null } },
      select: { workspaceId: true },
    })
    expect(seen).toEqual([{ workspaceId }])
    expect((await listMembers(workspaceId)).members.map(({ role }) => role)).toEqual(['owner', 'viewer'])
  })
})

describe('what is written down', () => {
  test('says who did what to whom, in the workspace and for the person', async () => {
    const ada = await joined(owner, 'member')
    const { actor, workspaceId, email } = await owner.user()
    await changeMemberRole(actor, { userId: idOf(ada), role: 'viewer' })
    const { events } = await workspaceActivity(workspaceId, undefined)
    expect(events.map(({ who, label, about }) => [who, label, about])).toEqual([
      [email, 'Changed what a member may do', `${ada.email}, member → viewer`],
      [ada.email, 'Joined the workspace', `${ada.email}, member`],
      [email, 'Invited somebody to the workspace', `${ada.email}, member`],
    ])
    const own = await accountEvents(await ada.user())
    expect(own.map(({ action }) => action)).toEqual(['member.role', 'member.join'])
    await removeMember(actor, { userId: idOf(ada) })
    const [last] = await prisma().auditEvent.findMany({
      where: { workspaceId },
      orderBy: { id: 'desc' },
      take: 1,
      select: { action: true, actorId: true, before: true },
    })
    expect(last).toEqual({
      ...{ action: 'member.remove', actorId: idOf(owner) },
      before: { user: idOf(ada), email: ada.email, role: 'viewer' },
    })
  })

  test('activity is of the workspace alone, without what people do to their accounts, and names no staff', async () => {
    const { workspaceId, actor } = await owner.user()
    await makeKey(await actorOf(await person()), '203.0.113.1', 'Foreign')
    const key = await makeKey(actor, '203.0.113.1', 'Mine')
    await prisma().auditEvent.create({
      data: {
        ...{ workspaceId, actorLabel: 'sam@example.com', staffRole: 'staff', action: 'key.hold' },
        ...{ keyId: key.id, address: '198.51.100.9', door: 'dashboard' },
      },
      select: { id: true },
    })
    const { events } = await workspaceActivity(workspaceId, undefined)
    expect(events.map(({ who, about, address }) => [who, about, address])).toEqual([
      ['Gatelist staff', 'Mine', null],
      [actor.label, 'Mine', '203.0.113.7'],
    ])
  })
})
