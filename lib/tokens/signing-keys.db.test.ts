import { spawn } from 'node:child_process'
import { createLocalJWKSet, jwtVerify } from 'jose'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorActor } from '#lib/audit/actor'
import { resolveEnv } from '#lib/env'
import { type TestDatabase, testDatabase } from '#test/database'
import type { TokenClaims } from './claims.ts'
import { mintToken, type TokenAlgorithm } from './derive.ts'
import { makeClaims } from './fixtures.ts'
import { jwkSet } from './jwks.ts'
import { loadStoredKeys } from './key-store.ts'
import { readDerivedToken } from './read-token.ts'
import {
  currentSigner,
  ensureSigningKeys,
  publicKeys,
  rotateSigningKeys,
  turnSigningKeys,
  verifierOf,
} from './signing-keys.ts'

const HOUR = 3_600_000
const policy = { rotationDays: 90, longestTokenMs: 24 * HOUR }
const secret = process.env.GATELIST_SECRET ?? ''

let database: TestDatabase
let sql: pg.Client
beforeEach(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
})
afterEach(async () => {
  resolveEnv({ GATELIST_SECRET: secret })
  await sql.end()
  await database.close()
})

/** As if all that is stored had been made so much earlier. Nothing is told to this process, so it is made to read again. */
async function passHours(hours: number): Promise<void> {
  await sql.query(
    `UPDATE signing_key SET created_at = created_at - make_interval(secs => $1::float8 * 3600),
      signs_from = signs_from - make_interval(secs => $1::float8 * 3600),
      verifies_until = verifies_until - make_interval(secs => $1::float8 * 3600)`,
    [hours],
  )
  await ensureSigningKeys()
}

async function databaseNow(): Promise<number> {
  return (await loadStoredKeys()).nowMs
}

/** A token of an hour, made now by the database's clock. */
async function mint(algorithm: TokenAlgorithm): Promise<{ token: string; claims: TokenClaims }> {
  const iat = Math.floor((await databaseNow()) / 1000)
  const minted = await mintToken(makeClaims({ iat, nbf: iat, exp: iat + 3600 }), algorithm)
  if (!minted.ok) throw new Error(minted.message)
  return minted.value
}

async function reads(token: string): Promise<boolean> {
  return (await readDerivedToken(token, { issuer: makeClaims().iss, now: await databaseNow() })).ok
}

function kidOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
}

async function publishedKids(): Promise<string[]> {
  return (await publicKeys()).map((key) => key.kid)
}

describe('the first keys', () => {
  it('are one of each algorithm, however often the server starts', async () => {
    expect((await ensureSigningKeys()).made).toHaveLength(2)
    expect((await ensureSigningKeys()).made).toEqual([])
    const { rows } = await sql.query('SELECT algorithm FROM signing_key ORDER BY algorithm')
    expect(rows.map((row) => row.algorithm)).toEqual(['EdDSA', 'HMAC'])
  })

  it('are made once by callers at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => ensureSigningKeys()))
    expect(made.flatMap((rotation) => rotation.made)).toHaveLength(2)
  })

  it('are made once by processes that start at the same time', async () => {
    const made = await Promise.all([inOwnProcess(), inOwnProcess()])
    expect(made.flat()).toHaveLength(2)
    const { rows } = await sql.query('SELECT id FROM signing_key ORDER BY id')
    expect(rows.map((row) => row.id)).toEqual(made.flat().sort())
  })

  it('sign at once, and what they sign can be read', async () => {
    await ensureSigningKeys()
    for (const algorithm of ['jwt', 'macaroon'] as const) expect(await reads((await mint(algorithm)).token)).toBe(true)
  })

  it('verify by the published set in jose', async () => {
    await ensureSigningKeys()
    const { token, claims } = await mint('jwt')
    const currentDate = new Date(await databaseNow())
    const set = createLocalJWKSet({ keys: jwkSet(await publicKeys()).keys.map((key) => ({ ...key })) })
    expect((await jwtVerify(token, set, { issuer: claims.iss, currentDate })).payload).toEqual(claims)
  })

  it('are stored sealed', async () => {
    await ensureSigningKeys()
    const macaroonKey = await currentSigner('HMAC', 0)
    const { rows } = await sql.query('SELECT sealed_secret FROM signing_key WHERE id = $1', [macaroonKey.kid])
    expect(rows[0].sealed_secret.includes(macaroonKey.rootKey.export())).toBe(false)
  })
})

describe('keys that the operator has follow', () => {
  const operator: OperatorActor = { kind: 'operator', label: 'operator', address: null, door: 'cli', requestId: null }
  const longestTokenMs = 24 * HOUR
  const events = async () =>
    (
      await sql.query(
        `SELECT actor_label, after FROM audit_event WHERE action = 'installation.signing_keys' ORDER BY id`,
      )
    ).rows

  it('are published beside the old ones, which verify until their tokens have ended; it is an event', async () => {
    await ensureSigningKeys()
    const { token } = await mint('jwt')
    const { made } = await turnSigningKeys(operator, { oldEnd: 'after_their_tokens', longestTokenMs })
    expect(made).toHaveLength(2)
    expect(await publishedKids()).toEqual([expect.stringMatching(made.join('|')), kidOf(token)])
    expect(kidOf((await mint('jwt')).token)).toBe(kidOf(token))
    await passHours(2)
    expect(made).toContain(kidOf((await mint('jwt')).token))
    expect(await verifierOf(kidOf(token))).not.toBeNull()
    expect(await events()).toEqual([{ actor_label: 'operator', after: { made, deleted: [] } }])
  })

  it('are made once, however often and by how many they are asked for', async () => {
    await ensureSigningKeys()
    const turn = () => turnSigningKeys(operator, { oldEnd: 'after_their_tokens', longestTokenMs })
    const made = (await Promise.all([turn(), turn(), turn()])).flatMap((rotation) => rotation.made)
    expect(made).toHaveLength(2)
    expect((await turn()).made).toEqual([])
    expect(await events()).toHaveLength(1)
  })

  it('end the old ones at once when those are in wrong hands', async () => {
    await ensureSigningKeys()
    const tokens = await Promise.all((['jwt', 'macaroon'] as const).map(mint))
    const { made, deleted } = await turnSigningKeys(operator, { oldEnd: 'now', longestTokenMs })
    expect([made.length, deleted.length]).toEqual([2, 2])
    expect(await Promise.all(tokens.map(({ token }) => reads(token)))).toEqual([false, false])
    expect(await reads((await mint('macaroon')).token)).toBe(true)
  })

  it('are told of also when the server turned them by itself', async () => {
    await ensureSigningKeys()
    await passHours(91 * 24)
    const { made } = await rotateSigningKeys(policy)
    expect(await events()).toEqual([{ actor_label: 'Gatelist', after: { made, deleted: [] } }])
  })
})

describe('a start', () => {
  it('fails under another master secret, and says so', async () => {
    await ensureSigningKeys()
    resolveEnv({ GATELIST_SECRET: 'another secret that is just as long as it has to be' })
    await expect(ensureSigningKeys()).rejects.toThrow('was sealed under another GATELIST_SECRET')
  })

  it('fails when somebody else put a public key into a row', async () => {
    await ensureSigningKeys()
    await sql.query(
      `UPDATE signing_key SET public_jwk = jsonb_set(public_jwk, '{x}', '"AAAA"') WHERE algorithm = 'EdDSA'`,
    )
    await expect(ensureSigningKeys()).rejects.toThrow('published with another public key')
  })
})

describe('without keys', () => {
  it('nothing is signed, and no empty set is published', async () => {
    await sql.query('DELETE FROM signing_key')
    await rotateSigningKeys(policy)
    await expect(publicKeys()).rejects.toThrow('no active signing keys found')
    await expect(currentSigner('EdDSA', 0)).rejects.toThrow('no active signing keys found')
  })
})

describe('a rotation', () => {
  it('does nothing before its time', async () => {
    await ensureSigningKeys()
    await passHours(90 * 24 - 1)
    expect(await rotateSigningKeys(policy)).toEqual({ made: [], deleted: [] })
  })

  it('publishes a key an hour before it signs, and keeps the old one for the tokens it signed', async () => {
    await ensureSigningKeys()
    const [firstKid] = await publishedKids()
    await passHours(90 * 24)
    expect((await rotateSigningKeys(policy)).made).toHaveLength(2)

    const [nextKid, ...others] = await publishedKids()
    expect(others).toEqual([firstKid])
    expect(kidOf((await mint('jwt')).token)).toBe(firstKid)

    await passHours(0.99)
    const last = { jwt: await mint('jwt'), macaroon: await mint('macaroon') }
    expect(kidOf(last.jwt.token)).toBe(firstKid)

    await passHours(0.02)
    expect(kidOf((await mint('jwt')).token)).toBe(nextKid)
    expect(await reads(last.jwt.token)).toBe(true)
    expect(await reads(last.macaroon.token)).toBe(true)
    expect(await publishedKids()).toEqual([nextKid, firstKid])

    await passHours(24)
    expect(await publishedKids()).toEqual([nextKid])
    expect(await reads(last.jwt.token)).toBe(false)
    expect((await rotateSigningKeys(policy)).deleted).toHaveLength(2)
    expect((await sql.query('SELECT id FROM signing_key')).rowCount).toBe(2)
  })

  it('happens once, whoever calls for it and however often', async () => {
    await ensureSigningKeys()
    await passHours(90 * 24)
    const rotations = await Promise.all(Array.from({ length: 5 }, () => rotateSigningKeys(policy)))
    expect(rotations.flatMap((rotation) => rotation.made)).toHaveLength(2)
    expect((await rotateSigningKeys(policy)).made).toEqual([])
  })

  it('leaves no end to a key that nothing follows', async () => {
    await ensureSigningKeys()
    await passHours(90 * 24)
    await rotateSigningKeys(policy)
    const { rows } = await sql.query(`
      SELECT algorithm, extract(epoch FROM verifies_until - lead(signs_from) OVER own) AS overlap
      FROM signing_key WINDOW own AS (PARTITION BY algorithm ORDER BY signs_from) ORDER BY algorithm, signs_from`)
    expect(rows.map((row) => row.overlap && Number(row.overlap))).toEqual([24 * 3600, null, 24 * 3600, null])
  })
})

describe('a key that another process made', () => {
  it('is found by its name within the half minute that the others are kept', async () => {
    await ensureSigningKeys()
    await publicKeys()
    const [kid] = await inOwnProcess(`import('#lib/tokens/key-store').then((store) =>
      store.rotateKeys({ rotationDays: -1, longestTokenMs: 1000 }))`)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect((await verifierOf(kid ?? ''))?.kid).toBe(kid)
  })
})

/** Runs it as another server would, and answers what it made. */
function inOwnProcess(
  work = "import('#lib/tokens/signing-keys').then((keys) => keys.ensureSigningKeys())",
): Promise<string[]> {
  const code = `${work}.then(({ made }) => { console.log(JSON.stringify(made)); process.exit(0) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`ended with ${code}`))))
  })
}
