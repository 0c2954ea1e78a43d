import { hash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OperatorActor } from '#lib/audit/actor'
import { accountEvents } from '#lib/audit/queries'
import { changePassword } from '#lib/auth/account'
import { addDevice, sealDevices } from '#lib/auth/device-token'
import { findSignedIn } from '#lib/auth/session'
import { signIn } from '#lib/auth/sign-in'
import { signUp } from '#lib/auth/sign-up'
import type { SignedIn } from '#lib/auth/signed-in'
import type { Visitor } from '#lib/auth/visitor'
import { prisma } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { log } from '#lib/log'
import { makePasswordReset, provideUser } from '#lib/operator/commands'
import { provideUserSchema } from '#lib/operator/schema'
import { beginEnrolment, confirmEnrolment } from '#lib/second-factor/enrol'
import { openSecret } from '#lib/second-factor/secret'
import { codeAt, stepSeconds } from '#lib/second-factor/totp'
import { type TestDatabase, testDatabase } from '#test/database'
import { startMailServer, type TestMailServer } from '#test/smtp-server'
import { admitResetWish, mailResetLink } from './ask.ts'
import { mailChangedNotice } from './notice.ts'
import { resetPassword } from './reset.ts'

const password = 'correct horse battery'
const newPassword = 'other plain words here'
const home: Visitor = { address: '203.0.113.7', userAgent: null, requestId: 'r' }
const operator: OperatorActor = {
  ...{ kind: 'operator', label: 'operator', address: '127.0.0.1', door: 'cli', requestId: 'r' },
}

let db: TestDatabase
let mail: TestMailServer
let people = 0
beforeAll(async () => {
  mail = await startMailServer()
  resolveEnv({
    APP_URL: 'https://keys.example.com',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MAIL_FROM: 'keys@example.com',
  })
  db = await testDatabase()
})
afterAll(async () => {
  await db.close()
  await mail.close()
})
beforeEach(async () => {
  mail.taken.length = 0
  await prisma().$executeRaw`DELETE FROM rate_window`
})

function the<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message)
  return result.value
}

async function person(): Promise<SignedIn> {
  const email = `person${people++}@example.com`
  const user = await findSignedIn(
    the(await signUp({ name: 'Ada', email, password }, { ...home, isOnThisMachine: true })),
    home,
  )
  if (user === null) throw new Error('nobody is signed in')
  return user
}

const tokenIn = (text: string): string => /reset-password#([\w-]{43})/.exec(text)?.[1] ?? ''

/** The token of the latest message, which must go to this address. */
async function mailedToken(email: string): Promise<string> {
  await mailResetLink(email, home)
  const latest = mail.taken.at(-1)
  expect(latest?.to).toEqual([email])
  return tokenIn((latest?.raw ?? '').replace(/=\r\n/g, ''))
}

async function operatorsToken(email: string, endSessions: 'end' | 'keep' = 'end'): Promise<string> {
  return tokenIn(the(await makePasswordReset(operator, { email, end_sessions: endSessions === 'end' })).link)
}

const use = (token: string, typed = newPassword) => resetPassword({ token, newPassword: typed }, home)
const dead = { ok: false, error: 'dead_link' }

describe('a mailed link', () => {
  test('sets a new password once, and signs everybody out and nobody in', async () => {
    const user = await person()
    const token = await mailedToken(user.email)
    const sessions = await prisma().session.count({ where: { userId: user.userId } })
    expect(await use(token)).toMatchObject({ ok: true, value: { email: user.email } })
    expect(await use(token, 'a third password here')).toMatchObject(dead)
    expect(await prisma().session.count({ where: { userId: user.userId, endedAt: null } })).toBe(0)
    expect(await prisma().session.count({ where: { userId: user.userId } })).toBe(sessions)
    expect(await signIn({ email: user.email, password }, home)).toMatchObject({ error: 'wrong_credentials' })
    expect(await signIn({ email: user.email, password: newPassword }, home)).toMatchObject({ ok: true })
  })

  test('is stored as a digest only, of which the link cannot be made', async () => {
    const user = await person()
    const token = await mailedToken(user.email)
    const [row] = await prisma().$queryRaw<{ digest: Uint8Array; text: string; lifeSeconds: number }[]>`
      SELECT digest, p::text AS text, extract(epoch FROM expires_at - created_at)::float8 AS "lifeSeconds"
      FROM password_reset p WHERE user_id = ${user.userId}::uuid`
    expect(Buffer.from(row?.digest ?? []).toString('hex')).toBe(hash('sha256', token))
    expect([row?.lifeSeconds, row?.text.includes(token)]).toEqual([3600, false])
    const events = await prisma().auditEvent.findMany({ where: { after: { path: ['user'], equals: user.userId } } })
    expect(JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      token,
    )
    for (const guess of [hash('sha256', token, 'base64url'), '', 'x'.repeat(43), `${token}=`, `${token}\n`])
      expect(await use(guess)).toMatchObject(dead)
  })

  test('works no more after an hour, after a newer one, and after the password was changed', async () => {
    const user = await person()
    const old = await mailedToken(user.email)
    await prisma().$executeRaw`
      UPDATE password_reset SET expires_at = now() - interval '1 second' WHERE user_id = ${user.userId}::uuid`
    expect(await use(old)).toMatchObject(dead)
    const [first, second] = [await mailedToken(user.email), await operatorsToken(user.email, 'keep')]
    expect(await use(first)).toMatchObject(dead)
    the(await changePassword(user, { currentPassword: password, newPassword: 'changed in between' }, home))
    expect(await use(second)).toMatchObject(dead)
    expect(await signIn({ email: user.email, password: 'changed in between' }, home)).toMatchObject({ ok: true })
  })

  test('of ten forms sent at once, also beside a change of the password, lets one through', async () => {
    const user = await person()
    const token = await mailedToken(user.email)
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => use(token, `plain words number ${n}`)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const again = await mailedToken(user.email)
    const signedIn = await signIn(
      { email: user.email, password: `plain words number ${outcomes.findIndex((o) => o.ok)}` },
      home,
    )
    const still = await findSignedIn(the(signedIn), home)
    if (still === null) throw new Error('nobody is signed in')
    const input = { currentPassword: `plain words number ${outcomes.findIndex((o) => o.ok)}`, newPassword }
    const both = await Promise.all([changePassword(still, input, home), use(again, 'by the link then')])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('does not skip the second factor', async () => {
    const user = await person()
    the(await beginEnrolment(user, password))
    const { secret } = await prisma().secondFactor.findUniqueOrThrow({ where: { userId: user.userId } })
    const step = Math.floor(Date.now() / 1000 / stepSeconds)
    the(await confirmEnrolment(user, codeAt(openSecret(user.userId, secret), step)))
    the(await use(await mailedToken(user.email)))
    expect(await signIn({ email: user.email, password: newPassword }, home)).toMatchObject({ error: 'code_required' })
  })

  test('refuses the e-mail address as a password, and is still good afterwards', async () => {
    const user = await person()
    const token = await mailedToken(user.email)
    expect(await use(token, user.email)).toMatchObject({ ok: false, error: 'password_is_email' })
    expect(await use(token)).toMatchObject({ ok: true })
  })

  test('is made for no account that is disabled, and does nothing to one that is by now', async () => {
    const user = await person()
    const token = await mailedToken(user.email)
    await prisma().user.update({ where: { id: user.userId }, data: { disabledAt: new Date() }, select: { id: true } })
    expect(await use(token)).toMatchObject({ ok: false, error: 'account_disabled' })
    await mailResetLink(user.email, home)
    expect(mail.taken).toHaveLength(1)
    expect(await makePasswordReset(operator, { email: user.email, end_sessions: true })).toMatchObject({
      error: 'account_disabled',
    })
  })

  test('leads to APP_URL, and its message says who asked and no more', async () => {
    const user = await person()
    await mailedToken(user.email)
    const { raw = '' } = mail.taken[0] ?? {}
    expect(raw).toContain('https://keys.example.com/reset-password#')
    expect(raw).toContain('203.0.113.7')
  })

  test('is told of in the account’s activity, and its use by mail', async () => {
    const user = await person()
    the(await use(await mailedToken(user.email)))
    await mailChangedNotice(user.email, home)
    expect(mail.taken.at(-1)).toMatchObject({
      to: [user.email],
      raw: expect.stringContaining('Subject: Your Gatelist password was changed'),
    })
    const events = await accountEvents(user)
    expect(events.slice(0, 2).map(({ action }) => action)).toEqual(['user.password_reset', 'user.password_link'])
  })
})

describe('who is kept from signing in by strangers', () => {
  test('gets in by a link, in the browser in which it was used', async () => {
    const user = await person()
    const stranger = (n: number): Visitor => ({ ...home, address: `198.51.100.${n}` })
    for (let n = 0; n < 100; n++) await signIn({ email: user.email, password: 'a guess' }, stranger(n))
    const elsewhere = stranger(200)
    expect(await signIn({ email: user.email, password }, elsewhere)).toMatchObject({ error: 'too_many_attempts' })
    const reset = the(await use(await mailedToken(user.email)))
    const right = { email: user.email, password: newPassword }
    expect(await signIn(right, elsewhere)).toMatchObject({ error: 'too_many_attempts' })
    const devices = sealDevices(addDevice([], reset, Date.now()))
    expect(await signIn({ ...right, devices }, elsewhere)).toMatchObject({ ok: true })
  })
})

describe('a wish for a link', () => {
  test('for an address without an account makes nothing and mails nobody', async () => {
    const before = await prisma().auditEvent.count()
    await mailResetLink('nobody@example.com', home)
    expect([
      mail.taken,
      await prisma().passwordReset.count({ where: { user: { email: 'nobody@example.com' } } }),
    ]).toEqual([[], 0])
    expect(await prisma().auditEvent.count()).toBe(before)
  })

  test('is counted alike for every address, and over all of one client', async () => {
    const user = await person()
    const outcomes = async (email: string, from: (n: number) => Visitor) => {
      const admitted: boolean[] = []
      for (let n = 0; n < 6; n++) admitted.push(await admitResetWish(email, from(n)))
      return admitted
    }
    const anywhere = (n: number): Visitor => ({ ...home, address: `198.51.100.${n}` })
    const fiveThenNone = [true, true, true, true, true, false]
    expect(await outcomes(user.email, anywhere)).toEqual(fiveThenNone)
    expect(await outcomes('nobody@example.com', anywhere)).toEqual(fiveThenNone)
    const one: Visitor = { ...home, address: '192.0.2.1' }
    let admitted = 0
    for (let n = 0; n < 25; n++) if (await admitResetWish(`p${n}@example.com`, one)) admitted++
    expect(admitted).toBe(20)
  })

  test('that no mail server takes is logged without the link', async () => {
    const user = await person()
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => undefined)
    const { port } = mail
    resolveEnv({ SMTP_URL: 'smtp://127.0.0.1:9' })
    await mailResetLink(user.email, home)
    resolveEnv({ SMTP_URL: `smtp://127.0.0.1:${port}` })
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ problem: 'unreachable' }), 'a message was not sent']])
    expect(JSON.stringify(warn.mock.calls)).not.toContain('reset-password')
    warn.mockRestore()
  })
})

describe('the operator', () => {
  test('signs the browsers out, unless told not to, and leaves the password until the link is used', async () => {
    const user = await person()
    const open = () => prisma().session.count({ where: { userId: user.userId, endedAt: null } })
    await operatorsToken(user.email, 'keep')
    expect(await open()).toBe(1)
    const token = await operatorsToken(user.email)
    expect(await open()).toBe(0)
    expect(await signIn({ email: user.email, password }, home)).toMatchObject({ ok: true })
    expect(await use(token)).toMatchObject({ ok: true })
    expect(mail.taken).toEqual([])
    const told = (await accountEvents(user)).map(({ action }) => action)
    expect(told.filter((action) => action === 'user.password_link')).toHaveLength(2)
  })

  test('makes an account that nobody gets into before its link is used', async () => {
    const made = the(
      await provideUser(operator, provideUserSchema.parse({ email: 'new@example.com', staff: 'auditor' })),
    )
    expect(made).toMatchObject({ created: true, staffRole: 'auditor' })
    const dayMs = (made.link?.expiresAt.getTime() ?? 0) - Date.now()
    expect([dayMs > 86_300_000, dayMs < 86_500_000]).toEqual([true, true])
    the(await use(tokenIn(made.link?.link ?? '')))
    expect(await signIn({ email: 'new@example.com', password: newPassword }, home)).toMatchObject({ ok: true })
    const again = the(
      await provideUser(operator, provideUserSchema.parse({ email: 'new@example.com', staff: 'staff' })),
    )
    expect(again).toMatchObject({ created: false, staffRole: 'auditor', link: null })
  })
})
