import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountEvents } from '#lib/audit/queries'
import { findSignedIn } from '#lib/auth/session'
import { signIn } from '#lib/auth/sign-in'
import { signUp } from '#lib/auth/sign-up'
import type { SignedIn } from '#lib/auth/signed-in'
import type { Visitor } from '#lib/auth/visitor'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { beginEnrolment, confirmEnrolment } from './enrol.ts'
import { secondFactorOf } from './queries.ts'
import { renewRecoveryCodes } from './renew-codes.ts'
import { openSecret } from './secret.ts'
import { codeAt, stepSeconds } from './totp.ts'
import { turnOffSecondFactor } from './turn-off.ts'

const password = 'correct horse battery'
const home: Visitor = { address: '203.0.113.7', userAgent: null, requestId: 'r' }
let people = 0

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
beforeEach(() => prisma().$executeRaw`DELETE FROM rate_window`)

async function person(): Promise<SignedIn> {
  const email = `person${people++}@example.com`
  const made = await signUp({ name: 'Ada', email, password }, { ...home, isOnThisMachine: true })
  return there(await findSignedIn(the(made), home))
}

/**
 * As the device of the person has it: from the row, as nothing else tells. `now` and the one after it are both taken while
 * at most one step passes, so that a test does not hang on when it began.
 */
async function device(userId: string): Promise<{ now: string; next: string }> {
  const row = await prisma().secondFactor.findUniqueOrThrow({ where: { userId }, select: { secret: true } })
  const secret = openSecret(userId, row.secret)
  const now = Math.floor(Date.now() / 1000 / stepSeconds)
  return { now: codeAt(secret, now), next: codeAt(secret, now + 1) }
}

/** `spent`: the code that turned it on. */
type Enrolled = { user: SignedIn; spent: string; code: string; recovery: string[] }

async function enrolled(): Promise<Enrolled> {
  const user = await person()
  the(await beginEnrolment(user, password))
  const { now, next } = await device(user.userId)
  const recovery = the(await confirmEnrolment(user, now))
  return { user, spent: now, code: next, recovery }
}

const enter = ({ email }: SignedIn, code?: string) => signIn({ email, password, code }, home)

describe('signing in with a second factor', () => {
  test('opens no session before the code, and one that remembers it', async () => {
    const { user, code } = await enrolled()
    const before = await prisma().session.count({ where: { userId: user.userId } })
    expect(await enter(user)).toMatchObject({ ok: false, error: 'code_required' })
    expect(await enter(user, '000000')).toMatchObject({ ok: false, error: 'wrong_code' })
    expect(await signIn({ email: user.email, password: 'wrong', code }, home)).toMatchObject({
      error: 'wrong_credentials',
    })
    expect(await prisma().session.count({ where: { userId: user.userId } })).toBe(before)
    const claims = the(await enter(user, code))
    expect(await findSignedIn(claims, home)).toMatchObject({
      hasSecondFactor: true,
      session: { secondFactorAt: expect.any(Date) },
    })
    const told = (await accountEvents(user)).map(({ action }) => action)
    expect(told.slice(0, 2)).toEqual(['user.sign_in', 'user.sign_in_failed'])
    expect(told).toContain('user.second_factor_failed')
  })

  test('takes a code once, also of ten requests at once', async () => {
    const { user, spent, code } = await enrolled()
    // Five tries an address, so each of these comes from another one.
    const tries = Array.from({ length: 10 }, (_, n) =>
      signIn({ email: user.email, password, code }, { ...home, address: `198.51.100.${n}` }),
    )
    const outcomes = (await Promise.all(tries)).map((done) => (done.ok ? 'in' : done.error))
    expect(outcomes.sort()).toEqual([...Array(9).fill('code_used'), 'in'].sort())
    // Looked over the shoulder a moment ago, it is of a step before.
    expect(await enter(user, spent)).toMatchObject({ error: 'code_used' })
  })

  test('takes each recovery code once, and only those of the account', async () => {
    const { user, recovery } = await enrolled()
    const other = await enrolled()
    const [first = ''] = recovery
    expect(await enter(other.user, first)).toMatchObject({ error: 'wrong_code' })
    const both = await Promise.all([enter(user, first.toUpperCase()), enter(user, first)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await secondFactorOf(user.userId)).toMatchObject({ codesLeft: 9 })
    expect((await accountEvents(user)).map(({ action }) => action)).toContain('user.recovery_code')
  })

  test('stops guessing of codes, by a budget that right passwords do not give back', async () => {
    const { user, code } = await enrolled()
    for (let n = 0; n < 5; n++) expect(await enter(user, '000000')).toMatchObject({ error: 'wrong_code' })
    expect(await enter(user, code)).toMatchObject({ error: 'too_many_attempts' })
    const elsewhere = (n: number) =>
      signIn({ email: user.email, password, code: '000000' }, { ...home, address: `198.51.100.${n}` })
    for (let n = 0; n < 15; n++) expect(await elsewhere(n)).toMatchObject({ error: 'wrong_code' })
    expect(await elsewhere(99)).toMatchObject({ error: 'too_many_attempts' })
  })
})

describe('the second factor itself', () => {
  test('is asked for only after a code of it was shown, by who knows the password', async () => {
    const user = await person()
    expect(await beginEnrolment(user, 'not it')).toMatchObject({ error: 'wrong_password' })
    expect(await confirmEnrolment(user, '000000')).toMatchObject({ error: 'not_begun' })
    the(await beginEnrolment(user, password))
    expect(await confirmEnrolment(user, '000000')).toMatchObject({ error: 'wrong_code' })
    expect(await enter(user)).toMatchObject({ ok: true })
    const first = await device(user.userId)
    the(await beginEnrolment(user, password))
    expect(await confirmEnrolment(user, first.now)).toMatchObject({ error: 'wrong_code' })
    const code = await device(user.userId)
    await prisma()
      .$executeRaw`UPDATE second_factor SET created_at = now() - interval '31 minutes' WHERE user_id = ${user.userId}::uuid`
    expect(await confirmEnrolment(user, code.now)).toMatchObject({ error: 'not_begun' })
    the(await beginEnrolment(user, password))
    const codes = the(await confirmEnrolment(user, (await device(user.userId)).now))
    expect(new Set(codes).size).toBe(10)
    expect(await enter(user)).toMatchObject({ error: 'code_required' })
    expect(await beginEnrolment(user, password)).toMatchObject({ error: 'already_on' })
  })

  test('lies in the database sealed, its recovery codes as digests, and neither in the audit trail', async () => {
    const { user, recovery } = await enrolled()
    const { uri, typed } = the(await beginEnrolment(await person(), password))
    const stored = JSON.stringify(
      await prisma().$queryRaw`SELECT encode(secret, 'escape') AS a, encode(digest, 'escape') AS b, e.*::text AS c
        FROM second_factor f LEFT JOIN recovery_code USING (user_id) LEFT JOIN audit_event e ON true`,
    )
    const opened = openSecret(
      user.userId,
      there(await prisma().secondFactor.findUnique({ where: { userId: user.userId } })).secret,
    )
    for (const text of [
      ...recovery,
      ...recovery.map((code) => code.replace(/-/g, '')),
      typed,
      uri,
      opened.toString('hex'),
    ])
      expect(stored).not.toContain(text)
    // A row that is copied to another account opens nothing there.
    const { secret } = there(await prisma().secondFactor.findUnique({ where: { userId: user.userId } }))
    expect(() => openSecret((user.userId.at(0) === '0' ? '1' : '0') + user.userId.slice(1), secret)).toThrow()
  })

  test('is turned off, and its recovery codes renewed, by password and code together', async () => {
    const { user, code, recovery } = await enrolled()
    expect(await turnOffSecondFactor(user, { password: 'not it', code })).toMatchObject({
      error: 'wrong_password',
    })
    expect(await turnOffSecondFactor(user, { password, code: '000000' })).toMatchObject({ error: 'wrong_code' })
    const [old = '', older = ''] = recovery
    const fresh = the(await renewRecoveryCodes(user, { password, code: old }))
    expect(await enter(user, older)).toMatchObject({ error: 'wrong_code' })
    expect(await enter(user, fresh[0])).toMatchObject({ ok: true })
    the(await turnOffSecondFactor(user, { password, code }))
    expect([
      await secondFactorOf(user.userId),
      await prisma().recoveryCode.count({ where: { userId: user.userId } }),
    ]).toEqual([null, 0])
    expect(await enter(user)).toMatchObject({ ok: true })
    const told = (await accountEvents(user)).map(({ action }) => action)
    for (const action of ['user.second_factor_on', 'user.recovery_codes', 'user.second_factor_off'])
      expect(told).toContain(action)
  })
})

function the<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message)
  return result.value
}

function there<T>(value: T | null): T {
  if (value === null) throw new Error('it is not there')
  return value
}
