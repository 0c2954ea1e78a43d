import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorActor } from '#lib/audit/actor'
import { isSealed, sealOf } from '#lib/audit/chain-seal'
import { createSealer } from '#lib/audit/checkpoint'
import { verifyStep } from '#lib/audit/verify-chain'
import { addDevice, openDevices, sealDevices } from '#lib/auth/device-token'
import { openSession, sealSession } from '#lib/auth/session-token'
import { prisma } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { importedDigests, inspectSecret, newSecret } from '#lib/keys/secret'
import { rotateSecrets } from '#lib/operator/commands'
import type { SecretRotation } from '#lib/operator/rotate-secrets'
import { recoveryCodeDigest } from '#lib/second-factor/recovery-codes'
import { openSecret, sealSecret } from '#lib/second-factor/secret'
import { seal, unseal } from '#lib/secrets'
import { mintToken } from '#lib/tokens/derive'
import { makeClaims } from '#lib/tokens/fixtures'
import { loadStoredKeys } from '#lib/tokens/key-store'
import { readDerivedToken } from '#lib/tokens/read-token'
import { ensureSigningKeys } from '#lib/tokens/signing-keys'
import { makeWebhook } from '#lib/webhooks/fixtures'
import { signingKeys as webhookKeys } from '#lib/webhooks/secret'
import { checkInstallation } from '#server/installation'
import { type TestDatabase, testDatabase } from '#test/database'
import { followInstallation } from './installation.ts'
import { follow } from './master-secrets.ts'
import { resealRows, START } from './reseal-rows.ts'

const suite = process.env.GATELIST_SECRET ?? ''
const [first, second, third] = ['first', 'second', 'third'].map((name) => `the ${name} master secret of this test`) as [
  string,
  string,
  string,
]
const operator: OperatorActor = { kind: 'operator', label: 'operator', address: null, door: 'cli', requestId: null }

let database: TestDatabase
let team: Team
beforeEach(async () => {
  database = await testDatabase()
  follow({ sealing: 'secret', kept: null })
  await start(first)
  team = await makeTeam()
})
afterEach(async () => {
  resolveEnv({ GATELIST_SECRET: suite, GATELIST_SECRET_PREVIOUS: '' })
  follow({ sealing: 'secret', kept: null })
  await database.close()
})

/** As the start of a process with these secrets does. */
async function start(secret = '', previous = ''): Promise<string | null> {
  resolveEnv({ GATELIST_SECRET: secret, GATELIST_SECRET_PREVIOUS: previous })
  const note = await checkInstallation('GATELIST_SECRET')
  await ensureSigningKeys()
  return note
}

async function step(): Promise<SecretRotation> {
  const done = await rotateSecrets(operator, {})
  if (!done.ok) throw new Error(done.message)
  return done.value
}

async function passSettling(): Promise<void> {
  await prisma().$executeRaw`UPDATE installation SET secret_changed_at = secret_changed_at - interval '1 minute'`
}

async function rotate(): Promise<SecretRotation> {
  expect((await step()).state).toBe('waiting')
  await passSettling()
  return step()
}

/** One of everything that hangs on the master secret, and what tells whether it still works. */
async function makeAll() {
  const { userId } = team.owner
  const { id: webhookId, key } = await storedWebhook()
  const totp = Buffer.from('the secret of a device')
  await prisma().secondFactor.create({ data: { userId, secret: sealSecret(userId, totp), confirmedAt: new Date() } })
  const issued = newSecret().secret
  const before = {
    imported: importedDigests(team.workspaceId, 'brought along'),
    code: recoveryCodeDigest(userId, 'abc'),
  }
  const tokens = await Promise.all((['jwt', 'macaroon'] as const).map(mint))
  await createSealer()()
  return async () => {
    const webhook = await prisma().webhook.findUniqueOrThrow({
      where: { id: webhookId },
      select: { sealedSecret: true },
    })
    expect(webhookKeys(webhookId, webhook.sealedSecret, new Date())[0]).toEqual(key)
    const factor = await prisma().secondFactor.findUniqueOrThrow({ where: { userId }, select: { secret: true } })
    expect(openSecret(userId, factor.secret)).toEqual(totp)
    expect(inspectSecret(issued).ok).toBe(true)
    expect(importedDigests(team.workspaceId, 'brought along')).toEqual(before.imported)
    expect(recoveryCodeDigest(userId, 'abc')).toEqual(before.code)
    for (const token of tokens) expect(await reads(token)).toBe(true)
    expect((await verifyStep({ from: 1n })).problem).toBeNull()
  }
}

async function storedWebhook() {
  const { id } = await makeWebhook(team.owner)
  const { sealedSecret } = await prisma().webhook.findUniqueOrThrow({ where: { id }, select: { sealedSecret: true } })
  return { id, key: webhookKeys(id, sealedSecret, new Date())[0] }
}

async function mint(algorithm: 'jwt' | 'macaroon'): Promise<string> {
  const iat = Math.floor((await loadStoredKeys()).nowMs / 1000)
  const minted = await mintToken(makeClaims({ iat, nbf: iat, exp: iat + 3600 }), algorithm)
  if (!minted.ok) throw new Error(minted.message)
  return minted.value.token
}

async function reads(token: string): Promise<boolean> {
  const { nowMs } = await loadStoredKeys()
  return (await readDerivedToken(token, { issuer: makeClaims().iss, now: nowMs })).ok
}

describe('a change of the master secret', () => {
  it('leaves everything working: before it, while it lasts, after it, and once the one before is gone', async () => {
    const works = await makeAll()
    expect(await start(second, first)).toContain('gatelist admin rotate-secrets')
    await works()
    expect((await step()).state).toBe('waiting')
    await works()
    await passSettling()
    expect(await step()).toMatchObject({ state: 'done', resealed: 4, unreadable: [] })
    await works()
    expect(await start(second)).toBeNull()
    await works()
    await createSealer(0)()
    await start(third, second)
    await rotate()
    await start(third)
    await works()
  })

  it('makes what is new hang on the new secret alone, except digests', async () => {
    await start(second, first)
    await rotate()
    const sealed = seal('test', Buffer.from('x'))
    await start(second)
    expect(unseal('test', sealed)?.toString()).toBe('x')
    expect(newSecret().secret).toSatisfy((secret: string) => inspectSecret(secret).ok)
  })

  it('leaves a browser known to its accounts for as long as the one before is configured', async () => {
    const devices = addDevice([], { userId: team.owner.userId, sessionVersion: 1 }, Date.now())
    const cookie = sealDevices(devices)
    const opened = (text: string) => openDevices(text, Date.now())
    await start(second, first)
    expect(opened(cookie)).toEqual(devices)
    await rotate()
    expect(opened(cookie)).toEqual(devices)
    const renewed = sealDevices(devices)
    await start(second)
    expect([opened(cookie), opened(renewed)]).toEqual([[], devices])
  })

  it('keeps browsers signed in for as long as the one before is configured', async () => {
    const claims = { userId: team.owner.userId, sessionId: randomUUID(), sessionVersion: 1 }
    const cookie = await sealSession(claims)
    await start(second, first)
    expect(await openSession(cookie)).toEqual(claims)
    await rotate()
    expect(await openSession(cookie)).toEqual(claims)
    const renewed = await sealSession(claims)
    await start(second)
    expect([await openSession(cookie), await openSession(renewed)]).toEqual([null, claims])
  })

  it('seals under the secret that the database names, so that no process is left unable to read', async () => {
    await start(second, first)
    const sealed = seal('test', Buffer.from('x'))
    resolveEnv({ GATELIST_SECRET: first, GATELIST_SECRET_PREVIOUS: '' })
    await followInstallation()
    expect(unseal('test', sealed)?.toString()).toBe('x')
  })

  it('goes on where it was broken off, and does nothing more when it is repeated', async () => {
    const works = await makeAll()
    await start(second, first)
    await step()
    await passSettling()
    // What a pass does that ends before it has come to the rest.
    expect((await resealRows({ ...START, column: 2 })).resealed).toBe(1)
    expect((await step()).resealed).toBe(3)
    await prisma().$executeRaw`UPDATE installation SET resealed_at = NULL`
    expect((await step()).resealed).toBe(0)
    expect(await step()).toMatchObject({ state: 'done', resealed: 0 })
    await start(second)
    await works()
  })

  it('may be asked of several processes at once', async () => {
    const works = await makeAll()
    await start(second, first)
    const states = await Promise.all([step(), step(), step()])
    expect(states.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    await passSettling()
    const passes = await Promise.all([step(), step(), step()])
    expect(passes.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(4)
    expect(
      await prisma().auditEvent.groupBy({
        by: ['action'],
        where: { action: { startsWith: 'installation.secret' } },
        _count: true,
      }),
    ).toEqual(
      expect.arrayContaining([
        { action: 'installation.secret_change', _count: 1 },
        { action: 'installation.secret_reseal', _count: 1 },
      ]),
    )
    await start(second)
    await works()
  })

  it('tells of what was damaged before, and goes on without it', async () => {
    const works = await makeAll()
    const { userId } = team.admin
    await prisma().secondFactor.create({ data: { userId, secret: Buffer.alloc(40) } })
    await start(second, first)
    expect(await rotate()).toMatchObject({ state: 'done', resealed: 4, unreadable: [`second factors ${userId}`] })
    await works()
  })
})

describe('a start with the wrong secrets', () => {
  it('says that the change is not finished when the one before was taken away too early', async () => {
    await start(second, first)
    await step()
    await expect(start(second)).rejects.toThrow('The last change of the master secret is not finished')
    await expect(start(third, second)).rejects.toThrow('The last change of the master secret is not finished')
  })

  it('says that the previous one is not the one before', async () => {
    await start(second, first)
    await step()
    await expect(start(second, third)).rejects.toThrow('GATELIST_SECRET_PREVIOUS is not the master secret that')
    await expect(start(third, `${first}!`)).rejects.toThrow('and GATELIST_SECRET_PREVIOUS is not it either')
    await expect(start(first)).rejects.toThrow('set up with another master secret than the one from GATELIST_SECRET')
  })

  it('says that a previous one was never one', async () => {
    expect(await start(first, third)).toContain('GATELIST_SECRET_PREVIOUS is not the master secret before this one')
    expect((await rotateSecrets(operator, {})).ok).toBe(false)
  })
})

describe('a process that was left behind', () => {
  it('goes on judging keys and seals nothing that nobody could open', async () => {
    const { secret } = newSecret()
    await prisma().$executeRaw`UPDATE installation SET secret_fingerprint = 'of another one'`
    expect((await followInstallation()).outcome).toBe('foreign')
    expect(inspectSecret(secret).ok).toBe(true)
    expect(() => seal('test', Buffer.from('x'))).toThrow('start it again with it')
  })
})

describe('the audit trail after a change', () => {
  it('does not believe seals of the secret before for what came later', async () => {
    await makeAll()
    await start(second, first)
    await rotate()
    await start(second)
    const head = { position: 1n, hash: 'aa'.repeat(32) }
    resolveEnv({ GATELIST_SECRET: first })
    const [early, late] = [head, { ...head, position: 1_000_000n }].map((at) => ({
      at,
      seal: sealOf('checkpoint', at),
    }))
    resolveEnv({ GATELIST_SECRET: second })
    if (early === undefined || late === undefined) throw new Error('two seals')
    expect(isSealed('checkpoint', early.at, early.seal)).toBe(true)
    expect(isSealed('checkpoint', late.at, late.seal)).toBe(false)
  })
})
