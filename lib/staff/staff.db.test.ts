import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OperatorActor, StaffRole } from '#lib/audit/actor'
import { findSignedIn } from '#lib/auth/session'
import type { SessionClaims } from '#lib/auth/session-token'
import { signUp } from '#lib/auth/sign-up'
import { asStaffUser, type StaffUser } from '#lib/auth/staff-user'
import type { Visitor } from '#lib/auth/visitor'
import { prisma } from '#lib/db'
import { grantStaffRole, resetSecondFactor } from '#lib/operator/commands'
import { beginEnrolment } from '#lib/second-factor/enrol'
import { type TestDatabase, testDatabase } from '#test/database'
import { changeStaffRole, revokeStaff } from './change.ts'
import { grantStaff } from './grant.ts'
import { listStaff } from './queries.ts'

const password = 'correct horse battery'
const home: Visitor = { address: '203.0.113.7', userAgent: null, requestId: 'r' }
const operator: OperatorActor = {
  kind: 'operator',
  label: 'operator',
  address: '127.0.0.1',
  door: 'cli',
  requestId: 'r',
}
let people = 0

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  await prisma().$executeRaw`UPDATE user_account SET staff_role = NULL, staff_since = NULL`
})

type Person = { email: string; claims: SessionClaims }

async function person(): Promise<Person> {
  const email = `person${people++}@example.com`
  const made = await signUp({ name: 'Ada', email, password }, { ...home, isOnThisMachine: true })
  if (!made.ok) throw new Error(made.message)
  return { email, claims: made.value }
}

/** As the next request of this browser finds them. */
async function now({ claims }: Person): Promise<StaffUser | null> {
  const user = await findSignedIn(claims, home)
  return user === null ? null : asStaffUser(user)
}

async function member(role: StaffRole): Promise<Person & StaffUser> {
  const made = await person()
  await grantStaffRole(operator, { email: made.email, role })
  const user = await now(made)
  if (user === null) throw new Error('not staff')
  return { ...made, ...user }
}

const eventsOf = (action: string) =>
  prisma().auditEvent.findMany({
    where: { action },
    orderBy: { id: 'desc' },
    take: 1,
    select: { actorLabel: true, actorId: true, workspaceId: true, before: true, after: true },
  })

test('a role is given by e-mail address, holds at the next request, and is written down with each change', async () => {
  const sam = await member('staff')
  const ada = await person()
  expect(await now(ada)).toBeNull()
  expect(await grantStaff(sam.staff, { email: 'nobody@example.com', role: 'staff' })).toMatchObject({
    error: 'no_account',
  })
  expect(await grantStaff(sam.staff, { email: ada.email, role: 'auditor' })).toMatchObject({ ok: true })
  expect(await grantStaff(sam.staff, { email: ada.email, role: 'staff' })).toMatchObject({ error: 'is_staff' })
  expect(await now(ada)).toMatchObject({
    staffRole: 'auditor',
    staff: { kind: 'staff', role: 'auditor', tokenId: null },
  })
  const { userId } = ada.claims
  const about = { user: userId, email: ada.email }
  expect(await eventsOf('staff.grant')).toEqual([
    {
      ...{ actorLabel: sam.email, actorId: sam.userId, workspaceId: null },
      ...{ before: null, after: { ...about, role: 'auditor' } },
    },
  ])
  const since = (await listStaff()).people.find((one) => one.userId === userId)?.since
  await changeStaffRole(sam.staff, { userId, role: 'staff' })
  expect(await now(ada)).toMatchObject({ staffRole: 'staff' })
  expect((await listStaff()).people.find((one) => one.userId === userId)).toMatchObject({
    since,
    hasSecondFactor: false,
  })
  await revokeStaff(sam.staff, userId)
  expect(await now(ada)).toBeNull()
  expect(await eventsOf('staff.revoke')).toMatchObject([{ before: { ...about, role: 'staff' }, after: null }])
  // Changing a role is no way to make somebody staff.
  expect(await changeStaffRole(sam.staff, { userId, role: 'staff' })).toMatchObject({ error: 'not_found' })
})

test('the last one who may act stays, and so does one of two who leave or take each other off at once', async () => {
  const sam = await member('staff')
  await member('auditor')
  expect(await revokeStaff(sam.staff, sam.userId)).toMatchObject({ error: 'last_staff' })
  expect(await changeStaffRole(sam.staff, { userId: sam.userId, role: 'auditor' })).toMatchObject({
    error: 'last_staff',
  })
  // A disabled account is nobody who could act.
  const gone = await member('staff')
  await prisma().user.update({ where: { id: gone.userId }, data: { disabledAt: new Date() } })
  expect(await revokeStaff(sam.staff, sam.userId)).toMatchObject({ error: 'last_staff' })
  for (let round = 0; round < 4; round++) {
    const [one, other] = [await member('staff'), await member('staff')]
    await prisma()
      .$executeRaw`UPDATE user_account SET staff_role = NULL WHERE id NOT IN (${one.userId}::uuid, ${other.userId}::uuid)`
    const each = round % 2 === 0
    const outcomes = await Promise.all([
      revokeStaff(one.staff, each ? one.userId : other.userId),
      revokeStaff(other.staff, each ? other.userId : one.userId),
    ])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await prisma().user.count({ where: { staffRole: 'staff' } })).toBe(1)
  }
})

test('an auditor, or who was staff a moment ago, changes nobody', async () => {
  const [sam, ada] = [await member('staff'), await member('auditor')]
  for (const { staff } of [ada, { staff: { ...ada.staff, role: 'staff' as const } }]) {
    expect(await grantStaff(staff, { email: sam.email, role: 'auditor' })).toMatchObject({
      error: 'not_staff_any_more',
    })
    expect(await changeStaffRole(staff, { userId: ada.userId, role: 'staff' })).toMatchObject({
      error: 'not_staff_any_more',
    })
    expect(await revokeStaff(staff, sam.userId)).toMatchObject({ error: 'not_staff_any_more' })
  }
  expect((await listStaff()).people.map(({ email, role }) => [email, role])).toEqual([
    [sam.email, 'staff'],
    [ada.email, 'auditor'],
  ])
})

test('the operator brings back staff that was lost, and takes a lost second factor off with its browsers', async () => {
  const ada = await person()
  const give = (role: StaffRole) => grantStaffRole(operator, { email: ada.email, role })
  expect(await give('staff')).toMatchObject({ value: { changed: true, role: 'staff' } })
  expect(await give('staff')).toMatchObject({ value: { changed: false } })
  // There is nobody else, and yet: at the machine everything is in the operator's hands.
  expect(await give('auditor')).toMatchObject({ value: { changed: true, role: 'auditor' } })
  expect(await eventsOf('staff.role')).toMatchObject([{ actorLabel: 'operator', actorId: null }])

  const user = await findSignedIn(ada.claims, home)
  if (user === null) throw new Error('not signed in')
  await beginEnrolment(user, password)
  expect(await resetSecondFactor(operator, { email: ada.email })).toMatchObject({ value: { changed: false } })
  await beginEnrolment(user, password)
  await prisma().secondFactor.update({ where: { userId: user.userId }, data: { confirmedAt: new Date() } })
  expect(await findSignedIn(ada.claims, home)).toMatchObject({ hasSecondFactor: true })
  expect(await resetSecondFactor(operator, { email: ada.email })).toMatchObject({ value: { changed: true } })
  expect(await findSignedIn(ada.claims, home)).toBeNull()
  expect(await prisma().secondFactor.count({ where: { userId: user.userId } })).toBe(0)
  expect(await eventsOf('user.second_factor_reset')).toMatchObject([
    { actorLabel: 'operator', workspaceId: user.workspaceId },
  ])
})
