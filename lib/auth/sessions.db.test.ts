import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountEvents } from '#lib/audit/queries'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { changeName, changePassword } from './account.ts'
import { findSignedIn } from './session.ts'
import { openSession, type SessionClaims, sealSession } from './session-token.ts'
import { endEverySession, endSession, leaveSession, listSessions, signOut } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visitor } from './visitor.ts'

const password = 'correct horse battery'
const home: Visitor = { address: '203.0.113.7', userAgent: null, requestId: 'r' }
let people = 0

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
beforeEach(() => prisma().$executeRaw`DELETE FROM rate_window`)

async function person(): Promise<{ email: string; claims: SessionClaims; user: SignedIn }> {
  const email = `person${people++}@example.com`
  const made = await signUp({ name: 'Ada', email, password }, { ...home, isOnThisMachine: true })
  if (!made.ok) throw new Error(made.message)
  return { email, claims: made.value, user: await signedIn(made.value) }
}

async function another(email: string): Promise<SessionClaims> {
  const opened = await signIn({ email, password }, home)
  if (!opened.ok) throw new Error(opened.message)
  return opened.value
}

async function signedIn(claims: SessionClaims): Promise<SignedIn> {
  const user = await findSignedIn(claims, home)
  if (user === null) throw new Error('not signed in')
  return user
}

describe('a cookie speaks for nobody once', () => {
  test('its browser has signed out, even as a copy', async () => {
    const { user, claims } = await person()
    const copy = await openSession(await sealSession(claims))
    expect(copy).toEqual(claims)
    await signOut(user)
    expect(await findSignedIn(claims, home)).toBeNull()
  })

  test('its session has been ended from another browser, which stays', async () => {
    const { email, user, claims } = await person()
    const other = await another(email)
    expect(await endSession(user, other.sessionId)).toMatchObject({ ok: true })
    expect(await findSignedIn(other, home)).toBeNull()
    expect(await findSignedIn(claims, home)).not.toBeNull()
  })

  test('every browser was signed out', async () => {
    const { email, user, claims } = await person()
    const other = await another(email)
    await endEverySession(user)
    expect(await findSignedIn(claims, home)).toBeNull()
    expect(await findSignedIn(other, home)).toBeNull()
    expect(await signIn({ email, password }, home)).toMatchObject({ ok: true })
  })

  test('the account is disabled', async () => {
    const { user, claims } = await person()
    await prisma().user.update({ where: { id: user.userId }, data: { disabledAt: new Date() } })
    expect(await findSignedIn(claims, home)).toBeNull()
  })

  test('its session has expired by the clock of the database', async () => {
    const { claims } = await person()
    await prisma()
      .$executeRaw`UPDATE session SET expires_at = now() - interval '1 millisecond' WHERE id = ${claims.sessionId}::uuid`
    expect(await findSignedIn(claims, home)).toBeNull()
  })

  test('the version was raised by plain SQL', async () => {
    const { user, claims } = await person()
    await prisma()
      .$executeRaw`UPDATE user_account SET session_version = session_version + 1 WHERE id = ${user.userId}::uuid`
    expect(await findSignedIn(claims, home)).toBeNull()
  })

  test('the account or its place in the workspace is gone', async () => {
    const left = await person()
    await prisma().membership.deleteMany({ where: { userId: left.user.userId } })
    expect(await findSignedIn(left.claims, home)).toBeNull()
    const gone = await person()
    await prisma().user.delete({ where: { id: gone.user.userId } })
    expect(await findSignedIn(gone.claims, home)).toBeNull()
  })

  test('the same browser has signed in anew', async () => {
    const { claims } = await person()
    await leaveSession(claims)
    expect(await findSignedIn(claims, home)).toBeNull()
  })

  test('it names a session of somebody else', async () => {
    const [one, two] = [await person(), await person()]
    expect(await findSignedIn({ ...one.claims, sessionId: two.claims.sessionId }, home)).toBeNull()
  })

  test('it was made under another secret or is not a token', async () => {
    for (const token of ['', 'x', 'a.b.c.d.e', 'eyJhbGciOiJub25lIn0.e30.']) expect(await openSession(token)).toBeNull()
  })
})

describe('sessions', () => {
  test('nobody ends a session of somebody else', async () => {
    const [one, two] = [await person(), await person()]
    expect(await endSession(one.user, two.claims.sessionId)).toMatchObject({ ok: false, error: 'not_found' })
    expect(await findSignedIn(two.claims, home)).not.toBeNull()
  })

  test('are listed with the asking one first, and only while they last', async () => {
    const { email, user, claims } = await person()
    const [ended, lasting] = [await another(email), await another(email)]
    await endSession(user, ended.sessionId)
    const listed = await listSessions(user)
    expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      [claims.sessionId, true],
      [lasting.sessionId, false],
    ])
    expect(listed[0]?.address).toBe('203.0.113.7')
  })

  test('note when and from where they were used, at most once a minute', async () => {
    const { claims } = await person()
    const seen = () => prisma().session.findUniqueOrThrow({ where: { id: claims.sessionId } })
    const first = await seen()
    await findSignedIn(claims, { ...home, address: '192.0.2.9' })
    expect(await seen()).toEqual(first)
    await prisma()
      .$executeRaw`UPDATE session SET last_seen_at = now() - interval '61 seconds' WHERE id = ${claims.sessionId}::uuid`
    await findSignedIn(claims, { ...home, address: '192.0.2.9' })
    expect((await seen()).address).toBe('192.0.2.9')
    expect((await seen()).lastSeenAt.getTime()).toBeGreaterThanOrEqual(first.lastSeenAt.getTime())
  })
})

describe('changing the password', () => {
  const newPassword = 'another horse battery'

  test('ends every session and leaves the asking browser a fresh one', async () => {
    const { email, user, claims } = await person()
    const other = await another(email)
    const changed = await changePassword(user, { currentPassword: password, newPassword }, home)
    if (!changed.ok) throw new Error(changed.message)
    expect(await findSignedIn(claims, home)).toBeNull()
    expect(await findSignedIn(other, home)).toBeNull()
    expect(await findSignedIn(changed.value, home)).toMatchObject({ userId: user.userId })
    expect(await signIn({ email, password }, home)).toMatchObject({ error: 'wrong_credentials' })
    expect(await signIn({ email, password: newPassword }, home)).toMatchObject({ ok: true })
  })

  test('needs the current one, and stops guesses of it', async () => {
    const { user, claims } = await person()
    const guess = { currentPassword: 'wrong', newPassword }
    for (let n = 0; n < 10; n++) {
      expect(await changePassword(user, guess, home)).toMatchObject({ error: 'wrong_password' })
    }
    expect(await changePassword(user, guess, home)).toMatchObject({ error: 'too_many_attempts' })
    expect(await findSignedIn(claims, home)).not.toBeNull()
  })

  test('refuses the e-mail address', async () => {
    const { user } = await person()
    const input = { currentPassword: password, newPassword: user.email.toUpperCase() }
    expect(await changePassword(user, input, home)).toMatchObject({ error: 'password_is_email' })
  })

  test('twice at once is done once', async () => {
    const { user } = await person()
    const change = (text: string) => changePassword(user, { currentPassword: password, newPassword: text }, home)
    const outcomes = await Promise.all([change('first new password'), change('second new password')])
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  })
})

test('an account shows its own events and failed attempts on it, and nobody else’s', async () => {
  const [one, two] = [await person(), await person()]
  await changeName(one.user, 'Ada Lovelace')
  await signIn({ email: one.email, password: 'wrong' }, { ...home, address: '192.0.2.66' })
  await signIn({ email: two.email, password: 'wrong' }, home)
  const events = await accountEvents(one.user)
  expect(events.map(({ label, address }) => [label, address])).toEqual([
    ['Failed to sign in', '192.0.2.66'],
    ['Changed the profile', '203.0.113.7'],
    ['Signed in', '203.0.113.7'],
    ['Signed up', '203.0.113.7'],
  ])
})
