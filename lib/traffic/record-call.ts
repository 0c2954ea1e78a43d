import type { ClientIp } from '#lib/client-ip/resolve'
import { log } from '#lib/log'
import { processWide } from '#lib/process-wide'
import type { GateResult } from '#lib/verify/gate'
import { createFold, type Fold, type FoldLimits } from './fold.ts'
import type { CallOutcome } from './outcomes.ts'
import { softly } from './softly.ts'
import { storeTokenUse, type TokenUse } from './store-token-use.ts'
import { writeCalls } from './write-calls.ts'

const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000
/** Pauses are so many times as long as the last write took, so that counting never takes more than its share, very many keys aside. */
const PAUSE_PER_WRITE = 20

/** So many keys are written at once: to wait only saves work for a key that is called again meanwhile, and costs memory. */
const KEYS_WRITTEN_AT = 10_000

const LIMITS: FoldLimits = { keys: 50_000, callers: 20_000, ofKey: { passed: 500, refused: 250 } }

type Recorder = {
  fold: Fold
  /** What is on its way into the tables. */
  leaving: Fold | null
  /** Calls that found no room. */
  lost: number
  /** Calls since the start that found no room or could not be written. */
  lostEver: number
  /** By token id. There are as many as workspaces have tokens, which is bounded. */
  tokens: Map<string, TokenUse>
  timer: NodeJS.Timeout | null
  /** A write was asked for and has not begun. */
  isFlushing: boolean
  writing: Promise<void>
  pauseMs: number
}

function recorder(): Recorder {
  return processWide('traffic', () => ({
    fold: createFold(LIMITS),
    leaving: null,
    lost: 0,
    lostEver: 0,
    tokens: new Map(),
    timer: null,
    isFlushing: false,
    writing: Promise.resolve(),
    pauseMs: SHORTEST_PAUSE_MS,
  }))
}

/** Notes a judged call of a known key, for its owner. Costs a map entry now; written with others, most often a second or more later. */
export function recordCall(result: GateResult, client: ClientIp): void {
  if (result.key === null || result.now === null) return
  const outcome = outcomeOf(result)
  if (outcome === null) return
  const own = recorder()
  const { keyId, workspaceId } = result.key
  if (!own.fold.add({ keyId, workspaceId, outcome, client, at: result.now })) loseOne(own)
  if (own.fold.byKey.size >= KEYS_WRITTEN_AT && own.leaving === null && !own.isFlushing) void flushTraffic()
  else writeSoon(own)
}

function loseOne(own: Recorder): void {
  own.lost += 1
  own.lostEver += 1
}

/** What waits to be written, and what never will be: calls that nobody is told of. */
export function trafficFigures(): { readonly keys: number; readonly lostCalls: number } {
  const { fold, lostEver } = recorder()
  return { keys: fold.byKey.size, lostCalls: lostEver }
}

/** What has been noted and may not be in the tables yet. */
export function unwrittenFolds(): readonly Fold[] {
  const { leaving, fold } = recorder()
  return leaving === null ? [fold] : [leaving, fold]
}

/** Notes a call made with a management token. `now`: the database's time in milliseconds. */
export function recordTokenUse(tokenId: string, client: ClientIp, now: number): void {
  const own = recorder()
  const address = client.ok ? client.text : null
  const known = own.tokens.get(tokenId)
  // To the second is near enough for "last used".
  if (known !== undefined && known.address === address && now - known.at < 1000) return
  own.tokens.set(tokenId, { at: now, address })
  writeSoon(own)
}

function writeSoon(own: Recorder): void {
  own.timer ??= setTimeout(() => void flushTraffic(), own.pauseMs).unref()
}

function outcomeOf({ outcome, key }: GateResult): CallOutcome | null {
  if (outcome === 'unknown_key') return null
  if (outcome === 'allowed_unlisted') return 'not_listed'
  if (outcome === 'allowed_bypassed') return 'bypassed'
  if (outcome !== 'allowed') return outcome
  return key !== null && key.revokedAt !== null ? 'old_secret' : 'allowed'
}

/** Writes what has been noted so far. What cannot be written is dropped: it never holds up a call. */
export function flushTraffic(): Promise<void> {
  const own = recorder()
  if (own.timer !== null) clearTimeout(own.timer)
  own.timer = null
  own.isFlushing = true
  // What is noted while another fold is written goes on into one fold, so that slow writes pile nothing up.
  own.writing = own.writing.then(() => writeFold(own))
  return own.writing
}

async function writeFold(own: Recorder): Promise<void> {
  const { fold, tokens, lost: without } = own
  own.isFlushing = false
  if (fold.byKey.size + tokens.size === 0) return
  own.fold = createFold(LIMITS)
  own.leaving = fold
  own.tokens = new Map()
  own.lost = 0
  if (without > 0) log.warn({ lost: without }, 'calls of too many keys at once: some were not counted')
  const start = performance.now()
  // Others may be lost meanwhile.
  const lost = fold.byKey.size > 0 ? await writeCalls(fold.byKey) : 0
  own.lostEver += lost
  if (tokens.size > 0) await softly(() => storeTokenUse(tokens), 'what tokens did was not written')
  own.leaving = null
  const pauseMs = (performance.now() - start) * PAUSE_PER_WRITE
  own.pauseMs = Math.min(Math.max(pauseMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)
}
