import { LRUCache } from 'lru-cache'
import type { KeyRecord } from './key-record.ts'
import { shareCalls } from './share-calls.ts'
import { type KeySource, MAX_CHANGES_LISTED } from './source.ts'

/** A key as of the caller's request, or null when there is none. `now` is the database's time in milliseconds. */
export type Found = { readonly key: KeyRecord | null; readonly now: number }

/** Finds a key by its digest (SHA-256, hex). Rejects when the database does not answer in time. */
export type FindKey = (digest: string) => Promise<Found>

/** `remembers`: whether a key of this digest has been found before and is still held; says nothing of its present state. */
export type KeyFinder = { find: FindKey; remembers(digest: string): boolean }

const CACHE_BYTES = 256 * 1024 * 1024
const RECORD_BYTES = 640
const ENTRY_BYTES = 32
/** Questions out at a time: while one is answered the requests of another are served. */
const AT_ONCE = 2

/**
 * The validated cache: as fast as a cache, as fresh as the database.
 *
 * Every cached record is current as of `clock`, the last value the database told. Before a record may answer for a
 * request, the database is asked which keys changed after `clock`, in a question sent after the request arrived; those
 * keys are forgotten. What is still there is current for that request, whichever process or hand made the changes.
 * There are no leases, no listeners and no time-outs to trust, and a host's clock plays no part.
 */
export function createKeyFinder(source: KeySource, limitMs: number): KeyFinder {
  const digestOf = new Map<string, string>()
  const records = new LRUCache<string, KeyRecord>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (record) => RECORD_BYTES + (record.allowlist?.size ?? 0) * ENTRY_BYTES,
    dispose: (record) => digestOf.delete(record.keyId),
  })
  let clock = 0
  const limits = { waitMs: limitMs, atOnce: AT_ONCE }

  function forget(keyId: string): void {
    const digest = digestOf.get(keyId)
    if (digest !== undefined) records.delete(digest)
  }

  const ask = shareCalls<void, number>(async () => {
    const since = clock
    const answer = await source.changedSince(since)
    // A clock that went back is another database (a restore, a failover); a horizon ahead of us means changes we cannot list.
    // So does a clock that another answer has set back meanwhile: what changed between it and `since` was not asked for.
    const wentBack = answer.value < since || clock < since
    const unknowable = wentBack || answer.horizon > since || answer.changed.length > MAX_CHANGES_LISTED
    if (unknowable) records.clear()
    else for (const keyId of answer.changed) forget(keyId)
    // An answer that was overtaken by a later one tells nothing new.
    clock = unknowable ? answer.value : Math.max(clock, answer.value)
    return answer.now
  }, limits)

  const load = shareCalls<string, { now: number; keys: ReadonlyMap<string, KeyRecord> }>(async (digests) => {
    const answer = await source.load(digests)
    // Nothing held, nothing stale: the first question need not tell the changes of all times.
    if (records.size === 0 && answer.value > clock) clock = answer.value
    // The first trap: while this load was on its way, a question may have moved the clock past it and forgotten the very
    // keys it carries. Such a record may answer those who wait for it, who asked before, but must not be kept.
    if (answer.value >= clock) {
      for (const [digest, record] of answer.keys) {
        forget(record.keyId)
        records.set(digest, record)
        digestOf.set(record.keyId, digest)
      }
    }
    return answer
  }, limits)

  async function loadOne(digest: string): Promise<Found> {
    // The second trap: joining a load that began before this request. shareCalls never does that.
    const answer = await load(digest)
    return { key: answer.keys.get(digest) ?? null, now: answer.now }
  }

  return {
    remembers: (digest) => records.has(digest),
    async find(digest) {
      // A load is a read of this moment: it needs no question.
      if (!records.has(digest)) return loadOne(digest)
      const now = await ask()
      const key = records.get(digest)
      return key === undefined ? loadOne(digest) : { key, now }
    },
  }
}
