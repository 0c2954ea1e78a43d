import pg from 'pg'
import { type PoolFigures, poolFigures } from '#lib/db/pool-figures'
import { log } from '#lib/log'
import type { CredentialRecord } from './key-record.ts'
import { type ClockAnswer, createAsker } from './question.ts'
import { createRecordReader, type Stored } from './stored-record.ts'
import { createTextQueries, MOST_KEPT } from './text-query.ts'
import { arrayText, textStatement } from './text-statement.ts'

/** Keys and management tokens by digest (hex), as they stood at clock value `value`. */
export type LoadAnswer = {
  value: number
  now: number
  /** As in `ClockAnswer`. */
  origin: string
  records: ReadonlyMap<string, CredentialRecord>
}

/** Where keys come from: the two reads of the hot path. */
export type KeySource = {
  changedSince(clock: number): Promise<ClockAnswer>
  /** Each looked up by digest (hex), or a key by `idLookup`. */
  load(lookups: readonly string[]): Promise<LoadAnswer>
  /** About how much memory it holds itself of what it has loaded. */
  readonly heldBytes: number
  /** How many lists it has loaded that could not be read. */
  readonly unreadable: number
  /** Opens the connections that it keeps, so that the first calls need not wait for them; those that fail are opened when they are needed. */
  warm(): Promise<void>
  close(): Promise<void>
}

export type PooledKeySource = KeySource & { readonly connections: PoolFigures }

const ID_LOOKUP = 'id:'

/** Looks a key up by its id instead of its digest. */
export function idLookup(keyId: string): string {
  return ID_LOOKUP + keyId
}

/** The id that is looked up, or null when it is a digest. */
export function idOfLookup(lookup: string): string | null {
  return lookup.startsWith(ID_LOOKUP) ? lookup.slice(ID_LOOKUP.length) : null
}

// One statement is one snapshot: the keys, their lists and the clock value belong together.
const LOAD = textStatement('SELECT gatelist_load($1, $2)')

/**
 * Reads keys through `pg` on a few connections of its own, so that pages waiting for the database cannot hold up
 * verification. Statements are unnamed, because PgBouncer in transaction mode loses named ones.
 */
export function createKeySource(connectionString: string, limitMs: number): PooledKeySource {
  const pool = new pg.Pool({
    connectionString,
    max: 16,
    // A connection takes several round trips. Nobody waits for it longer than for a read, but the next call finds it there.
    connectionTimeoutMillis: 4 * limitMs,
    // Ends what nobody waits for any more. Whoever waits has given up by then, unless this process was too busy to read.
    query_timeout: 2 * limitMs,
    keepAlive: true,
    application_name: 'gatelist verify',
  })
  // A broken idle connection is replaced at the next call; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that breaks in the very moment at which it is lent, before its borrower listens, fails its first statement.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const queries = createTextQueries(pool)
  const reader = createRecordReader((id) => log.error({ id }, 'a stored list cannot be read: it admits nobody'))
  return {
    changedSince: createAsker(queries.run),
    async load(lookups) {
      const answer = await queries.run(LOAD(namesOf(lookups)))
      if (answer === null) throw new Error('the load has no answer')
      const stored = JSON.parse(answer) as Stored
      return { value: stored.value, now: stored.now, origin: stored.origin, records: reader.read(stored) }
    },
    async warm() {
      await Promise.allSettled(Array.from({ length: MOST_KEPT }, () => queries.run(LOAD(namesOf([])))))
    },
    get heldBytes() {
      return reader.namesBytes
    },
    get unreadable() {
      return reader.unreadable
    },
    get connections() {
      const figures = poolFigures(pool)
      return { ...figures, idle: figures.idle + queries.idle }
    },
    async close() {
      queries.close()
      await pool.end()
    },
  }
}

/** Digests and ids, as the load takes them. */
function namesOf(lookups: readonly string[]): [digests: string, ids: string] {
  const digests: string[] = []
  const ids: string[] = []
  for (const lookup of lookups) {
    const id = idOfLookup(lookup)
    if (id === null) digests.push(`\\x${lookup}`)
    else ids.push(id)
  }
  return [arrayText(digests), arrayText(ids)]
}
