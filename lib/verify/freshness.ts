import { LRUCache } from 'lru-cache'
import { createTimedReads } from '#lib/metrics/timed-reads'
import { createDependents } from './dependents.ts'
import { createCallerCounts, type FinderFigures } from './finder-figures.ts'
import { type CredentialRecord, isKey, type KeyFacts, type KeyRecord, recordId } from './key-record.ts'
import { createListsHeld } from './lists-held.ts'
import { createLoading, type Loading } from './loading.ts'
import { MAX_CHANGES_LISTED } from './question.ts'
import { createRefresher } from './refresher.ts'
import { shareCalls } from './share-calls.ts'
import { idOfLookup, type KeySource, type LoadAnswer } from './source.ts'

/** A key as of the caller's request, or null when there is none. `now` is the database's time in milliseconds. */
export type Found = { readonly key: KeyRecord | null; readonly now: number }

/** Finds a key by its digest (SHA-256, hex). Rejects when the database does not answer in time. */
export type FindKey = (digest: string) => Promise<Found>

/** `remembers`: whether a key of this digest has been found before and is still held; says nothing of its present state. */
export type KeyFinder = { find: FindKey; remembers(digest: string): boolean }

/** Several keys and tokens as of the caller's request, in the order asked for. `wasHeld`: all were answered from memory. */
export type FoundAll = {
  readonly records: readonly (CredentialRecord | null)[]
  readonly now: number
  readonly wasHeld: boolean
}

/** Finds keys and management tokens; each by digest, or by `idLookup`. */
export type CredentialFinder = KeyFinder & {
  /** In one statement, however many. `pastMemory` reads the database even for what is held. */
  findAll(lookups: readonly string[], options?: { pastMemory: boolean }): Promise<FoundAll>
  /** What was last known under a digest. Only a hint: nothing may be decided by it. */
  peek(digest: string): CredentialRecord | undefined
  readonly figures: FinderFigures
}

/** Measured: a key without entries, and what is kept to find it by. */
const RECORD_BYTES = 560
const OWN_FACTS_BYTES = 500
const LOADS_AT_ONCE = 2
/** When the database is far, or slow: the source has connections for twice as many. */
const SLOW_AT_MOST = 8

/** `cacheBytes`: about how much memory may be held. `questionsAtOnce`, which only tests choose: how many may be out. */
export type FinderOptions = { readonly cacheBytes: number; readonly questionsAtOnce: number }

const usual: FinderOptions = {
  cacheBytes: 64 * 1024 ** 2,
  // Whoever arrives while a question is out waits for the next: large batches cost less than two smaller ones side by side.
  questionsAtOnce: 1,
}

/**
 * The validated cache: as fast as a cache, as fresh as the database.
 *
 * Every cached record is current as of `clock`, the last value the database told. Before a record may answer for a
 * request, the database is asked what changed after `clock`, in a question sent after the request arrived; the keys that
 * changed are forgotten, and those that were read with a list or a ceiling that did. What is still there is current for that
 * request, whichever process or hand made the changes.
 * What was read from another database, or from this one before it was restarted or restored, is forgotten as a whole.
 * There are no leases, no listeners and no time-outs to trust, and a host's clock plays no part.
 *
 * The protocol holds for any number of questions at once.
 */
export function createKeyFinder(
  source: KeySource,
  limitMs: number,
  options: Partial<FinderOptions> = {},
): CredentialFinder {
  const { cacheBytes, questionsAtOnce } = { ...usual, ...options }
  const digestOf = new Map<string, string>()
  const dependents = createDependents()
  const lists = createListsHeld()
  const questions = createTimedReads('freshness question')
  const callers = createCallerCounts()
  const loads = createTimedReads('key load')
  let evictions = 0
  const records = new LRUCache<string, CredentialRecord>({
    maxSize: cacheBytes,
    sizeCalculation: bytesOf,
    dispose(record, digest, reason) {
      if (reason === 'evict') {
        evictions += 1
        refresher.noteGone(digest)
      }
      digestOf.delete(recordId(record))
      dependents.remove(digest, record)
      lists.remove(record)
    },
  })
  const underWay = new Set<Loading>()
  let clock = 0
  /** Of which run of which database `clock` and all that is held are. */
  let origin: string | null = null

  function hold(digest: string, record: CredentialRecord): void {
    forget(recordId(record))
    records.set(digest, record)
    digestOf.set(recordId(record), digest)
    dependents.add(digest, record)
    lists.add(record)
    // What several records share is in none of their sizes, so it is counted beside them.
    while (records.size > 1 && records.calculatedSize + sharedBytes() > cacheBytes) records.pop()
  }

  const sharedBytes = () => lists.bytes + dependents.bytes + source.heldBytes

  /** Forgets the record of that id, and all that were read with what has that id. */
  function forget(id: string, onGone?: (digest: string, record: CredentialRecord) => void): void {
    const own = digestOf.get(id)
    for (const digest of [...(own === undefined ? [] : [own]), ...dependents.take(id)]) {
      const record = records.peek(digest)
      if (record !== undefined) onGone?.(digest, record)
      records.delete(digest)
    }
  }

  function forgetChanged(id: string): void {
    forget(id, (digest, record) => refresher.noteOld(digest, bytesOf(record)))
  }

  function forgetAll(): void {
    records.clear()
    refresher.clear()
  }

  /** What is held, to answer a call. */
  function use(lookup: string): CredentialRecord | undefined {
    const id = idOfLookup(lookup)
    const digest = id === null ? lookup : digestOf.get(id)
    if (digest === undefined) return undefined
    refresher.noteUsed(digest)
    return records.get(digest)
  }

  function isHeld(lookup: string): boolean {
    const id = idOfLookup(lookup)
    return id === null ? records.has(lookup) : digestOf.has(id)
  }

  const ask = shareCalls<void, number>(
    async ({ length }) => {
      callers.observe(length)
      const since = clock
      const answer = await questions.time(() => source.changedSince(since))
      // A clock that went back is another database (a restore, a failover); a horizon ahead of us means changes we cannot list.
      // So does a clock that another answer has set back meanwhile: what changed between it and `since` was not asked for.
      const wentBack = answer.value < since || clock < since
      const isAnother = answer.origin !== origin && origin !== null
      const unknowable = isAnother || wentBack || answer.horizon > since || answer.changed.length > MAX_CHANGES_LISTED
      if (unknowable) forgetAll()
      else for (const id of answer.changed) forgetChanged(id)
      for (const loading of underWay) loading.see(unknowable ? null : answer.changed)
      // An answer that was overtaken by a later one tells nothing new.
      clock = unknowable ? answer.value : Math.max(clock, answer.value)
      origin = answer.origin
      return answer.now
    },
    { waitMs: limitMs, atOnce: questionsAtOnce, atMost: SLOW_AT_MOST },
  )

  async function loadNoting(lookups: readonly string[], loading: Loading): Promise<Loaded> {
    const answer = await loads.time(() => source.load(lookups))
    const isAnother = answer.origin !== origin
    // Nothing held, nothing stale: the first question need not tell the changes of all times.
    if (isAnother || (records.size === 0 && answer.value > clock)) {
      forgetAll()
      clock = answer.value
      origin = answer.origin
      for (const other of underWay) if (other !== loading) other.see(null)
    }
    // The first trap: while this load was on its way, a question may have moved the clock past it and forgotten the very
    // keys it carries. Such a record may answer those who wait for it, who asked before, but must not be kept. What no
    // question named meanwhile has not changed: the load is no older than the clock was when it was sent.
    const isCurrent = answer.value >= clock
    const isSameDatabase = answer.value >= loading.since
    for (const [digest, record] of answer.records) {
      if (isCurrent || (isSameDatabase && !loading.mayHaveChanged(record))) hold(digest, record)
    }
    return { now: answer.now, under: byLookup(answer) }
  }

  async function loadThese(lookups: readonly string[]): Promise<Loaded> {
    const loading = createLoading(clock)
    underWay.add(loading)
    try {
      return await loadNoting(lookups, loading)
    } finally {
      underWay.delete(loading)
    }
  }

  const load = shareCalls<string, Loaded>(loadThese, {
    waitMs: limitMs,
    atOnce: LOADS_AT_ONCE,
    atMost: SLOW_AT_MOST,
  })

  const refresher = createRefresher(async (digests) => {
    const missing = digests.filter((digest) => !records.has(digest))
    if (missing.length > 0) await loadThese(missing)
    return missing.filter((digest) => records.has(digest))
  })

  async function loadOne(digest: string): Promise<Found> {
    // The second trap: joining a load that began before this request. shareCalls never does that.
    const { now, under } = await load(digest)
    return { key: asKey(under(digest)), now }
  }

  async function loadAll(lookups: readonly string[]): Promise<FoundAll> {
    // Handed over in one turn, so they share one call.
    const answers = await Promise.all(lookups.map((lookup) => load(lookup)))
    const now = answers[0]?.now ?? 0
    return { records: lookups.map((lookup, index) => answers[index]?.under(lookup) ?? null), now, wasHeld: false }
  }

  return {
    remembers: (digest) => records.has(digest),
    peek: (digest) => records.peek(digest),
    get figures() {
      const bytes = records.calculatedSize + sharedBytes()
      const { unreadable } = source
      return { records: records.size, bytes, limitBytes: cacheBytes, evictions, unreadable, questions, callers, loads }
    },
    async find(digest) {
      // A load is a read of this moment: it needs no question.
      if (!records.has(digest)) return loadOne(digest)
      const now = await ask()
      refresher.noteUsed(digest)
      const record = records.get(digest)
      return record === undefined ? loadOne(digest) : { key: asKey(record), now }
    },
    async findAll(lookups, { pastMemory } = { pastMemory: false }) {
      if (pastMemory || !lookups.every(isHeld)) return loadAll(lookups)
      const now = await ask()
      const found: CredentialRecord[] = []
      for (const lookup of lookups) {
        const record = use(lookup)
        if (record === undefined) return loadAll(lookups)
        found.push(record)
      }
      return { records: found, now, wasHeld: true }
    },
  }
}

type Loaded = { now: number; under(lookup: string): CredentialRecord | undefined }

function byLookup({ records }: LoadAnswer): Loaded['under'] {
  let byId: Map<string, CredentialRecord> | null = null
  return (lookup) => {
    const id = idOfLookup(lookup)
    if (id === null) return records.get(lookup)
    byId ??= new Map([...records.values()].map((record) => [recordId(record), record]))
    return byId.get(id)
  }
}

function asKey(record: CredentialRecord | undefined): KeyRecord | null {
  return record !== undefined && isKey(record) ? record : null
}

function bytesOf(record: CredentialRecord): number {
  const plain = RECORD_BYTES + (record.allowlist?.bytes ?? 0)
  return isKey(record) ? plain + bytesOfFacts(record.facts) : plain
}

/** What many keys have alike is held once. The rest is held twice: as it is, and in the words of an answer. */
function bytesOfFacts({ metadata, scopes }: KeyFacts): number {
  if (metadata === null && scopes.length === 0) return 0
  return OWN_FACTS_BYTES + 2 * (metadata?.length ?? 0) + 64 * scopes.length
}
