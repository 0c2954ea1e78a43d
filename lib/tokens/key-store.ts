import type { OperatorActor, SystemActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { prisma, type Tx, transaction } from '#lib/db'
import { newSigningKey, SIGNING_ALGORITHMS, type SigningAlgorithm, type StoredKey } from './signing-key.ts'

/** All keys, and the database's time in milliseconds since the epoch. */
export type StoredKeys = { readonly keys: readonly StoredKey[]; readonly nowMs: number }

/** After how many days a key is followed by another, and how long the longest-lived token is good. */
export type RotationPolicy = { readonly rotationDays: number; readonly longestTokenMs: number }

/** The `kid` of what was made and of what was deleted. */
export type Rotation = { readonly made: readonly string[]; readonly deleted: readonly string[] }

/**
 * How long a new key is in the key set before it signs: time enough for all who keep the key set. Our own processes read it
 * every half minute.
 */
export const PUBLISHED_AHEAD_MS = 3_600_000

// Any number that nothing else in the product locks.
const KEYS_LOCK = 7_205_759_402

export async function loadStoredKeys(): Promise<StoredKeys> {
  type Row = {
    now: number
    kid: string | null
    algorithm: string
    public_jwk: unknown
    sealed_secret: Uint8Array
    signs_from: number
    verifies_until: number | null
  }
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT (extract(epoch from now()) * 1000)::float8 AS now, id AS kid, algorithm, public_jwk, sealed_secret,
      (extract(epoch from signs_from) * 1000)::float8 AS signs_from,
      (extract(epoch from verifies_until) * 1000)::float8 AS verifies_until
    FROM (VALUES (1)) AS one LEFT JOIN signing_key ON true`
  const keys = rows.flatMap(({ kid, ...row }) => {
    if (kid === null) return []
    const { algorithm, public_jwk: publicJwk, sealed_secret: sealedSecret } = row
    return [
      { kid, algorithm, publicJwk, sealedSecret, signsFromMs: row.signs_from, verifiesUntilMs: row.verifies_until },
    ]
  })
  return { keys, nowMs: rows[0]?.now ?? Number.NaN }
}

/** Makes the first key of each algorithm that has none. It signs at once: there is nobody yet who keeps a key set. */
export async function makeFirstKeys(): Promise<Rotation> {
  // Looked at first without the lock: of many processes that start at once, all but the first few find the keys there.
  const living = await prisma().signingKey.groupBy({ by: ['algorithm'], where: { verifiesUntil: null } })
  if (living.length === SIGNING_ALGORITHMS.length) return { made: [], deleted: [] }
  return oneAtATime(async (tx) => {
    const made: string[] = []
    for (const algorithm of SIGNING_ALGORITHMS) {
      const living = await tx.signingKey.count({ where: { algorithm, verifiesUntil: null } })
      if (living === 0) made.push(await insertKey(tx, algorithm, 0))
    }
    return { made, deleted: [] }
  })
}

/** Gives every key that has signed for long enough a successor, and deletes those whose last token has expired. */
export function rotateKeys({ rotationDays, longestTokenMs }: RotationPolicy): Promise<Rotation> {
  return oneAtATime(async (tx) => {
    const due = await tx.$queryRaw<Due[]>`
      SELECT algorithm FROM signing_key GROUP BY algorithm
      HAVING max(signs_from) <= now() - make_interval(secs => ${rotationDays * 86_400}::float8) ORDER BY algorithm`
    return follow(tx, system, { due, longestTokenMs })
  })
}

/** Gives every key a successor now, except one whose successor is published already. */
export function turnKeys(
  actor: KeysActor,
  { longestTokenMs }: Pick<RotationPolicy, 'longestTokenMs'>,
): Promise<Rotation> {
  return oneAtATime(async (tx) => {
    const due = await tx.$queryRaw<Due[]>`
      SELECT algorithm FROM signing_key GROUP BY algorithm HAVING max(signs_from) <= now() ORDER BY algorithm`
    return follow(tx, actor, { due, longestTokenMs })
  })
}

/** Deletes every key, and with it all tokens that it signed; new ones sign at once. */
export function replaceKeys(actor: KeysActor): Promise<Rotation> {
  return oneAtATime(async (tx) => {
    const deleted = await tx.$queryRaw<{ id: string }[]>`DELETE FROM signing_key RETURNING id`
    const made: string[] = []
    for (const algorithm of SIGNING_ALGORITHMS) made.push(await insertKey(tx, algorithm, 0))
    return told(tx, actor, { made, deleted: deleted.map(({ id }) => id) })
  })
}

type Due = { algorithm: SigningAlgorithm }
type KeysActor = SystemActor | OperatorActor

const system: SystemActor = { kind: 'system', label: 'Gatelist', address: null, door: 'server', requestId: null }

async function follow(
  tx: Tx,
  actor: KeysActor,
  { due, longestTokenMs }: { due: readonly Due[]; longestTokenMs: number },
): Promise<Rotation> {
  const made: string[] = []
  for (const { algorithm } of due) {
    const kid = await insertKey(tx, algorithm, PUBLISHED_AHEAD_MS)
    await tx.$executeRaw`
      UPDATE signing_key AS old
      SET verifies_until = new.signs_from + make_interval(secs => ${longestTokenMs / 1000}::float8)
      FROM signing_key AS new
      WHERE new.id = ${kid} AND old.algorithm = new.algorithm AND old.id <> new.id AND old.verifies_until IS NULL`
    made.push(kid)
  }
  const deleted = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM signing_key WHERE verifies_until <= now() RETURNING id`
  return told(tx, actor, { made, deleted: deleted.map(({ id }) => id) })
}

async function told(tx: Tx, actor: KeysActor, { made, deleted }: Rotation): Promise<Rotation> {
  const after = { made: [...made], deleted: [...deleted] }
  if (made.length + deleted.length > 0)
    await record(tx, { actor, action: 'installation.signing_keys', workspaceId: null, after })
  return { made, deleted }
}

/** Among all processes. */
function oneAtATime<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${KEYS_LOCK}::bigint)`
    return fn(tx)
  })
}

async function insertKey(tx: Tx, algorithm: SigningAlgorithm, aheadMs: number): Promise<string> {
  const { kid, publicJwk, sealedSecret } = newSigningKey(algorithm)
  const jwk = publicJwk === null ? null : JSON.stringify(publicJwk)
  await tx.$executeRaw`
    INSERT INTO signing_key (id, algorithm, public_jwk, sealed_secret, created_at, signs_from)
    VALUES (${kid}, ${algorithm}, ${jwk}::jsonb, ${sealedSecret}, now(), now() + make_interval(secs => ${aheadMs / 1000}::float8))`
  return kid
}
