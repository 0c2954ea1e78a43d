import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { addDevice, deviceLifetimeSeconds, sealDevices } from './device-token.ts'
import { findSignedIn } from './session.ts'
import type { SessionClaims } from './session-token.ts'
import { endEverySession } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { accountSubject, take } from './throttle.ts'
import type { Visitor } from './visitor.ts'

const password = 'correct horse battery'
const ada = { email: 'ada@example.com', password }
const bob = { email: 'bob@example.com', password }
const wrong = { ...ada, password: 'not the password' }
const home: Visitor = { address: '203.0.113.7', userAgent: 'Test/1', requestId: 'r' }
const elsewhere = (n: number): Visitor => ({ ...home, address: `198.51.100.${n}` })
const STOPPED = { ok: false, error: 'too_many_attempts' }

let db: TestDatabase
let claims: { ada: SessionClaims; bob: SessionClaims }
beforeAll(async () => {
  db = await testDatabase()
  const made = async (person: typeof ada) => {
    const signedUp = await signUp({ name: 'Ada', ...person }, { ...home, isOnThisMachine: true })
    if (!signedUp.ok) throw new Error(signedUp.message)
    return signedUp.value
  }
  claims = { ada: await made(ada), bob: await made(bob) }
})
afterAll(() => db.close())

/** Strangers have spent what one account may be tried from everywhere. */
beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  // Nobody has been anywhere before, as far as addresses tell.
  await prisma().$executeRaw`DELETE FROM session`
  for (const { email } of [ada, bob, { email: 'nobody@example.com' }]) {
    for (let n = 0; n < 100; n += 1) await take('signInToFromAnywhere', accountSubject(email))
  }
})

/** What a browser holds that has signed in to these accounts. */
function cookieOf(people: readonly SessionClaims[], now = Date.now()): string {
  const devices = people.reduce<ReturnType<typeof addDevice>>((known, person) => addDevice(known, person, now), [])
  return sealDevices(devices)
}

const asAda = () => ({ ...ada, devices: cookieOf([claims.ada]) })

describe('a browser that has signed in to the account before', () => {
  test('is not stopped by strangers, from wherever it comes, and all others are', async () => {
    expect(await signIn(ada, elsewhere(1))).toMatchObject(STOPPED)
    expect(await signIn(asAda(), elsewhere(2))).toMatchObject({ ok: true })
    expect(await signIn({ ...ada, devices: cookieOf([claims.ada, claims.bob]) }, elsewhere(3))).toMatchObject({
      ok: true,
    })
    expect(await signIn({ ...ada, devices: cookieOf([claims.bob]) }, elsewhere(4))).toMatchObject(STOPPED)
  })

  test('is not stopped where nobody’s address can be told', async () => {
    const unknown: Visitor = { ...home, address: null }
    for (let n = 0; n < 10; n++) await signIn(wrong, unknown)
    expect(await signIn(ada, unknown)).toMatchObject(STOPPED)
    expect(await signIn(asAda(), unknown)).toMatchObject({ ok: true })
  })

  test('gives a thief of its cookie ten guesses, from however many addresses, and keeps nobody else out', async () => {
    const stolen = cookieOf([claims.ada])
    const guesses = []
    for (let n = 0; n < 12; n++) guesses.push(await signIn({ ...wrong, devices: stolen }, elsewhere(n)))
    const told = guesses.map((guess) => !guess.ok && guess.error)
    expect(told.filter((error) => error === 'wrong_credentials')).toHaveLength(10)
    expect(told.slice(10)).toEqual(['too_many_attempts', 'too_many_attempts'])
    expect(await signIn({ ...ada, devices: stolen }, elsewhere(90))).toMatchObject(STOPPED)
    expect(await signIn(asAda(), elsewhere(91))).toMatchObject({ ok: true })
  })

  test('is counted by itself, and a right password clears that', async () => {
    const devices = cookieOf([claims.ada])
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 9; n++) await signIn({ ...wrong, devices }, elsewhere(round * 10 + n))
      expect(await signIn({ ...ada, devices }, elsewhere(99))).toMatchObject({ ok: true })
    }
    // And gives strangers nothing back of what they have spent.
    expect(await signIn(ada, elsewhere(100))).toMatchObject(STOPPED)
  })

  test('keeps to the limits of its address', async () => {
    for (let n = 0; n < 10; n++) await signIn(wrong, elsewhere(5))
    expect(await signIn(asAda(), elsewhere(5))).toMatchObject(STOPPED)
    for (let n = 0; n < 50; n++) await signIn({ ...wrong, email: `p${n}@example.com` }, elsewhere(6))
    expect(await signIn(asAda(), elsewhere(6))).toMatchObject(STOPPED)
  })

  test('is none any more after its time, or once the account is signed out everywhere', async () => {
    const longAgo = Date.now() - deviceLifetimeSeconds * 1000
    expect(await signIn({ ...ada, devices: cookieOf([claims.ada], longAgo) }, elsewhere(1))).toMatchObject(STOPPED)
    const opened = await signIn(asAda(), elsewhere(2))
    const user = opened.ok ? await findSignedIn(opened.value, home) : null
    if (user === null) throw new Error('nobody is signed in')
    const before = asAda()
    await endEverySession(user)
    expect(await signIn(before, elsewhere(3))).toMatchObject(STOPPED)
    claims.ada = { ...claims.ada, sessionVersion: claims.ada.sessionVersion + 1 }
    expect(await signIn(asAda(), elsewhere(4))).toMatchObject({ ok: true })
  })
})

describe('what a stranger learns', () => {
  test('is the same of an account, of one that a cookie of theirs is for, and of none', async () => {
    const own = cookieOf([claims.bob])
    const ofNobody = cookieOf([{ ...claims.bob, userId: randomUUID() }])
    const told = []
    for (const email of [ada.email, 'nobody@example.com'])
      for (const devices of [undefined, 'junk', own, ofNobody])
        told.push(await signIn({ ...wrong, email, devices }, elsewhere(told.length)))
    expect(new Set(told.map((one) => JSON.stringify(one).replace(/\d+ minutes/, 'so long'))).size).toBe(1)
    expect(told[0]).toMatchObject(STOPPED)
  })
})
