import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { findSignedIn } from './session.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import type { Visitor } from './visitor.ts'

const password = 'correct horse battery'
const ada = { email: 'ada@example.com', password }
const home: Visitor = { address: '203.0.113.7', userAgent: 'Test/1', requestId: 'r' }
const stranger = (n: number): Visitor => ({ ...home, address: `198.51.100.${n}` })

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await signUp({ name: 'Ada', ...ada }, { ...home, isOnThisMachine: true })
})
afterAll(() => db.close())

beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  await prisma().$executeRaw`DELETE FROM session`
})

const wrong = { ...ada, password: 'not the password' }

describe('signing in', () => {
  test('opens a session that remembers from where', async () => {
    const opened = await signIn(ada, home)
    if (!opened.ok) throw new Error(opened.message)
    expect(await findSignedIn(opened.value, home)).toMatchObject({ email: ada.email, role: 'owner' })
    const session = await prisma().session.findUnique({ where: { id: opened.value.sessionId } })
    expect(session).toMatchObject({ address: '203.0.113.7', userAgent: 'Test/1', endedAt: null })
  })

  test('answers a wrong password and an unknown address alike, and writes both down', async () => {
    const known = await signIn(wrong, home)
    const unknown = await signIn({ ...wrong, email: 'nobody@example.com' }, home)
    expect(known).toMatchObject({ ok: false, error: 'wrong_credentials' })
    expect(unknown).toEqual(known)
    const events = await prisma().auditEvent.findMany({
      where: { action: 'user.sign_in_failed' },
      orderBy: { id: 'desc' },
      take: 2,
      select: { actorLabel: true, actorId: true, address: true, workspaceId: true },
    })
    expect(events).toEqual([
      { actorLabel: 'nobody@example.com', actorId: null, address: '203.0.113.7', workspaceId: null },
      { actorLabel: ada.email, actorId: null, address: '203.0.113.7', workspaceId: expect.any(String) },
    ])
  })

  test('takes about as long for an address without an account', async () => {
    const timed = async (email: string, n: number) => {
      const start = performance.now()
      await signIn({ email, password: 'x' }, stranger(n))
      return performance.now() - start
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let n = 0; n < 9; n++) {
      known.push(await timed(ada.email, n))
      unknown.push(await timed('nobody@example.com', n))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[4] ?? 0
    // Without hashing, an attempt takes a tenth; other work on this machine makes single ones twice as long.
    expect(median(unknown) / median(known)).toBeGreaterThan(1 / 3)
    expect(median(unknown) / median(known)).toBeLessThan(3)
  })

  test('refuses a disabled account, and says so only to who knows the password', async () => {
    await prisma().user.update({ where: { email: ada.email }, data: { disabledAt: new Date() } })
    expect(await signIn(ada, home)).toMatchObject({ ok: false, error: 'account_disabled' })
    expect(await signIn(wrong, home)).toMatchObject({ ok: false, error: 'wrong_credentials' })
    await prisma().user.update({ where: { email: ada.email }, data: { disabledAt: null } })
  })
})

describe('guessing', () => {
  const people = Array.from({ length: 55 }, (_, n) => `p${n}@example.com`)

  /** A few at a time: all at once would wait for connections longer than anybody waits for one. */
  async function guessAt(emails: readonly string[], from: typeof home): Promise<void> {
    for (let n = 0; n < emails.length; n += 5) {
      await Promise.all(emails.slice(n, n + 5).map((email) => signIn({ email, password: 'x' }, from)))
    }
  }

  test('stops after 10 attempts on an account, and the message says how long', async () => {
    for (let n = 0; n < 10; n++) expect(await signIn(wrong, home)).toMatchObject({ error: 'wrong_credentials' })
    expect(await signIn(ada, home)).toMatchObject({
      error: 'too_many_attempts',
      message: 'Too many attempts. Try again in 15 minutes.',
    })
    expect(await signIn(ada, stranger(1))).toMatchObject({ ok: true })
  })

  test('leaves one event of having been stopped, however long it goes on', async () => {
    for (let n = 0; n < 15; n++) await signIn(wrong, stranger(201))
    const events = await prisma().auditEvent.findMany({
      where: { action: 'user.sign_in_failed', address: stranger(201).address ?? '' },
      select: { after: true },
    })
    const reasons = events.map(({ after }) => after)
    expect(reasons.filter((after) => JSON.stringify(after) === '{"reason":"too_many_attempts"}')).toHaveLength(1)
    expect(reasons.filter((after) => JSON.stringify(after) === '{"reason":"wrong_credentials"}')).toHaveLength(10)
  })

  test('cannot be spread over one IPv6 network', async () => {
    const host = (n: number): Visitor => ({ ...home, address: `2001:db8:1:2::${n}` })
    for (let n = 0; n < 10; n++) expect(await signIn(wrong, host(n))).toMatchObject({ error: 'wrong_credentials' })
    expect(await signIn(wrong, host(99))).toMatchObject({ error: 'too_many_attempts' })
    expect(await signIn(wrong, { ...home, address: '2001:db8:1:3::1' })).toMatchObject({ error: 'wrong_credentials' })
  })

  test('over many accounts stops by the client address', async () => {
    for (let n = 0; n < 50; n++) await signIn({ email: `p${n}@example.com`, password: 'x' }, home)
    expect(await signIn({ email: 'p50@example.com', password: 'x' }, home)).toMatchObject({
      error: 'too_many_attempts',
    })
  })

  test('is counted for callers without a known address, too', async () => {
    const unknown: Visitor = { ...home, address: null }
    for (let n = 0; n < 10; n++) expect(await signIn(wrong, unknown)).toMatchObject({ error: 'wrong_credentials' })
    expect(await signIn(wrong, unknown)).toMatchObject({ error: 'too_many_attempts' })
  })

  test('over many accounts by callers without a known address stops none of the others', async () => {
    const unknown: Visitor = { ...home, address: null }
    await guessAt(people, unknown)
    expect(await signIn(ada, unknown)).toMatchObject({ ok: true })
  })

  test('over many accounts stops no neighbour at the same address who has signed in from there before', async () => {
    expect(await signIn(ada, home)).toMatchObject({ ok: true })
    await guessAt(people, home)
    expect(await signIn({ email: 'p99@example.com', password: 'x' }, home)).toMatchObject({
      error: 'too_many_attempts',
    })
    expect(await signIn(ada, home)).toMatchObject({ ok: true })
  })

  test('attempts at once are all counted', async () => {
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => signIn(wrong, home)))
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.error === 'wrong_credentials')).toHaveLength(10)
  })

  test('a success clears the count of its account', async () => {
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 9; n++) expect(await signIn(wrong, home)).toMatchObject({ error: 'wrong_credentials' })
      expect(await signIn(ada, home)).toMatchObject({ ok: true })
    }
  })

  test('from everywhere locks out no owner who has signed in from here before', async () => {
    expect(await signIn(ada, home)).toMatchObject({ ok: true })
    for (let n = 0; n < 100; n++) await signIn(wrong, stranger(n))
    expect(await signIn(ada, stranger(200))).toMatchObject({ error: 'too_many_attempts' })
    expect(await signIn(ada, home)).toMatchObject({ ok: true })
  })
})
