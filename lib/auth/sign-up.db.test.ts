import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { installationIsEmpty } from './first-account.ts'
import { findSignedIn } from './session.ts'
import { setupCode } from './setup-code.ts'
import { type Newcomer, signUp } from './sign-up.ts'

const password = 'correct horse battery'
const elsewhere: Newcomer = { address: '203.0.113.7', userAgent: null, requestId: 'r', isOnThisMachine: false }
const here: Newcomer = { ...elsewhere, address: '127.0.0.1', isOnThisMachine: true }

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

beforeEach(async () => {
  await prisma().$executeRaw`DELETE FROM rate_window`
  await prisma().$executeRaw`DELETE FROM workspace`
  await prisma().$executeRaw`DELETE FROM user_account`
})

describe('the first account', () => {
  test('is staff, and of 8 made at once exactly one is', async () => {
    const people = Array.from({ length: 8 }, (_, n) => ({ name: `P${n}`, email: `p${n}@example.com`, password }))
    const outcomes = await Promise.all(people.map((person) => signUp(person, here)))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(8)
    expect(await prisma().user.count()).toBe(8)
    expect(await prisma().user.count({ where: { staffRole: 'staff' } })).toBe(1)
  })

  test('made elsewhere needs the code, and leaves nothing without it', async () => {
    const person = { name: 'Ada', email: 'ada@example.com', password }
    expect(await signUp(person, elsewhere)).toMatchObject({ ok: false, error: 'setup_code_required' })
    const wrong = await signUp({ ...person, setupCode: 'AAAA-BBBB-CCCC' }, elsewhere)
    expect(wrong).toMatchObject({ ok: false, error: 'setup_code_wrong' })
    expect(await installationIsEmpty()).toBe(true)
    expect(await signUp({ ...person, setupCode: setupCode() }, elsewhere)).toMatchObject({ ok: true })
    expect(await prisma().user.findUnique({ where: { email: person.email } })).toMatchObject({ staffRole: 'staff' })
  })

  test('once it exists, the code makes nobody staff', async () => {
    await signUp({ name: 'Ada', email: 'ada@example.com', password }, here)
    const late = { name: 'Eve', email: 'eve@example.com', password, setupCode: setupCode() }
    expect(await signUp(late, elsewhere)).toMatchObject({ ok: true })
    expect(await prisma().user.count({ where: { staffRole: 'staff' } })).toBe(1)
  })

  test('cannot be had by guessing the code', async () => {
    const guess = (n: number) => signUp({ name: 'E', email: 'e@example.com', password, setupCode: `${n}` }, elsewhere)
    for (let n = 0; n < 10; n++) expect(await guess(n)).toMatchObject({ error: 'setup_code_wrong' })
    const right = { name: 'E', email: 'e@example.com', password, setupCode: setupCode() }
    expect(await signUp(right, elsewhere)).toMatchObject({ ok: false, error: 'too_many_attempts' })
    expect(await signUp(right, { ...elsewhere, address: '198.51.100.1' })).toMatchObject({ ok: true })
  })
})

describe('signing up', () => {
  test('makes the account, its workspace with an owner, a session and the audit events together', async () => {
    const made = await signUp({ name: 'Ada', email: 'ada@example.com', password }, here)
    if (!made.ok) throw new Error(made.message)
    const user = await findSignedIn(made.value, here)
    expect(user).toMatchObject({ email: 'ada@example.com', role: 'owner', workspaceName: 'Ada’s workspace' })
    const events = await prisma().auditEvent.findMany({
      where: { actorId: made.value.userId },
      orderBy: { id: 'asc' },
      select: { action: true, address: true, door: true, workspaceId: true, actorLabel: true, requestId: true },
    })
    const common = { address: '127.0.0.1', door: 'dashboard', workspaceId: user?.workspaceId, requestId: 'r' }
    expect(events).toEqual([
      { ...common, action: 'user.sign_up', actorLabel: 'ada@example.com' },
      { ...common, action: 'user.sign_in', actorLabel: 'ada@example.com' },
    ])
  })

  test('keeps the password as argon2id only', async () => {
    await signUp({ name: 'Ada', email: 'ada@example.com', password }, here)
    const user = await prisma().user.findUniqueOrThrow({ where: { email: 'ada@example.com' } })
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const kept = await prisma().$queryRaw<{ text: string }[]>`SELECT to_jsonb(a)::text AS text FROM audit_event a`
    expect(JSON.stringify(kept)).not.toContain(password)
  })

  test('of two with one e-mail address at once, one is told that it is taken', async () => {
    const person = { name: 'Ada', email: 'ada@example.com', password }
    const outcomes = await Promise.all([signUp(person, here), signUp(person, here), signUp(person, here)])
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.error === 'email_taken')).toHaveLength(2)
    expect(await prisma().workspace.count()).toBe(1)
  })
})
