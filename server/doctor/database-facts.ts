import { type Check, checksOf } from '#lib/doctor/check'

/** Null: the server does not know the setting. */
export type DatabaseFacts = {
  readonly version: number | null
  readonly is_replica: boolean
  readonly synchronous_commit: string | null
  readonly fsync: string | null
  readonly max_connections: number | null
  readonly read_only: string | null
}

const { ok, warning, problem } = checksOf('database')
const clock = checksOf('clock')

const OLDEST = 150_000
/** Beside DATABASE_POOL_SIZE: 16 for judging keys, 2 for exports, 1 for readiness. */
const OTHER_CONNECTIONS = 19
const RESERVED_CONNECTIONS = 3

/** What a server opens: so many workers, each with a pool of this size beside its other connections. */
export type Opened = { readonly poolSize: number; readonly workers: number }

/** Reads the settings of a database. */
export function factsChecks(facts: DatabaseFacts, opened: Opened): readonly Check[] {
  return [versionCheck(facts), primaryCheck(facts), ...durabilityChecks(facts), connectionsCheck(facts, opened)]
}

function versionCheck({ version }: DatabaseFacts): Check {
  const name = `PostgreSQL ${Math.floor((version ?? 0) / 10_000)}`
  if (version !== null && version >= OLDEST) return ok('version', `${name} answers.`)
  return problem('version', version === null ? 'The database tells no version.' : `${name} is too old.`, {
    fix: 'Use PostgreSQL 15 or later.',
  })
}

function primaryCheck({ is_replica, read_only }: DatabaseFacts): Check {
  if (is_replica)
    return problem('primary', 'It is a replica: nothing can be written, and it may be behind.', {
      fix: 'Name the primary in DATABASE_URL.',
    })
  if (read_only === 'on')
    return problem('primary', 'It only takes reading transactions.', {
      fix: 'Turn default_transaction_read_only off for this role.',
    })
  return ok('primary', 'It is the primary.')
}

function durabilityChecks({ fsync, synchronous_commit: commit }: DatabaseFacts): readonly Check[] {
  const lasting =
    fsync === 'off'
      ? problem('fsync', 'fsync is off: a crash of the machine can destroy the database.', { settings: ['fsync = on'] })
      : ok('fsync', 'What is written lasts (fsync is on).')
  if (commit !== 'off') return [lasting, ok('synchronous_commit', `synchronous_commit is ${commit ?? 'unknown'}.`)]
  const text =
    'synchronous_commit is off: after a crash a saved restriction or revocation can be gone, and the key is let in again.'
  return [lasting, problem('synchronous_commit', text, { settings: ['synchronous_commit = on'] })]
}

function connectionsCheck({ max_connections: most }: DatabaseFacts, { poolSize, workers }: Opened): Check {
  const one = workers * (poolSize + OTHER_CONNECTIONS)
  if (most === null) return ok('connections', `One server opens up to ${one} connections.`)
  const servers = Math.floor((most - RESERVED_CONNECTIONS) / one)
  const text = `max_connections is ${most}, and one server opens up to ${one}: it is enough for ${servers}.`
  const fix = `Raise max_connections, or lower DATABASE_POOL_SIZE${workers > 1 ? ' or WEB_CONCURRENCY' : ''}.`
  if (servers === 0) return problem('connections', text, { fix })
  return servers === 1
    ? warning('connections', `${text} A rolling update runs two at once.`, { fix })
    : ok('connections', text)
}

const SLOW_MS = 20
/** A call waits for one question, and is refused when it has no answer in 450 ms. */
const TOO_SLOW_MS = 150

/** @param elapsedMs of the fastest question */
export function latencyCheck(elapsedMs: number): Check {
  const text = `A question takes ${elapsedMs.toFixed(1)} ms, and every call of a key waits for one.`
  const fix = 'Put server and database beside each other.'
  if (elapsedMs >= TOO_SLOW_MS) return problem('latency', text, { fix })
  return elapsedMs >= SLOW_MS ? warning('latency', text, { fix }) : ok('latency', text)
}

/** @param aheadMs how far the database's clock is before ours */
export function clockCheck(aheadMs: number): Check {
  const seconds = Math.abs(aheadMs) / 1000
  const text = `The database’s clock is ${seconds.toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'before'} this machine’s.`
  const fix = 'Keep both by NTP. Expiries are judged by the database’s clock, sign-in codes by this one’s.'
  if (seconds >= 30) return clock.problem('database', text, { fix })
  return seconds >= 2 ? clock.warning('database', text, { fix }) : clock.ok('database', text)
}
