import type { ClientIp } from '#lib/client-ip/resolve'
import { log } from '#lib/log'
import { processWide } from '#lib/process-wide'
import type { GateResult } from '#lib/verify/gate'
import { createFold, type Fold, type RefusalReason } from './fold.ts'
import { storeTokenUse, storeTraffic, type TokenUse } from './store.ts'

const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000
/** Pauses are so many times as long as the last write took, so that counting never takes more than its share. */
const PAUSE_PER_WRITE = 20

const LIMITS = { keys: 50_000, refusals: 20_000 }

type Recorder = {
  fold: Fold
  /** By token id. There are as many as workspaces have tokens, which is bounded. */
  tokens: Map<string, TokenUse>
  timer: NodeJS.Timeout | null
  writing: Promise<void>
  pauseMs: number
}

function recorder(): Recorder {
  return processWide('traffic', () => ({
    fold: createFold(LIMITS),
    tokens: new Map(),
    timer: null,
    writing: Promise.resolve(),
    pauseMs: SHORTEST_PAUSE_MS,
  }))
}

/** Notes a judged call of a known key, for its owner. Costs a map entry now; written with others a second or more later. */
export function recordCall(result: GateResult, client: ClientIp): void {
  if (result.key === null || result.now === null) return
  const { keyId, workspaceId } = result.key
  const own = recorder()
  own.fold.add({
    keyId,
    workspaceId,
    reason: reasonOf(result),
    address: client.ok ? client.text : null,
    at: result.now,
  })
  writeSoon(own)
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

function reasonOf({ outcome, key }: GateResult): RefusalReason | null {
  if (outcome === 'allowed_unlisted') return 'not_listed'
  if (outcome !== 'allowed' && outcome !== 'unknown_key') return outcome
  return key !== null && key.revokedAt !== null ? 'old_secret' : null
}

/** Writes what has been noted so far. A batch that cannot be written is dropped: it never holds up a call. */
export function flushTraffic(): Promise<void> {
  const own = recorder()
  if (own.timer !== null) clearTimeout(own.timer)
  own.timer = null
  const { byKey } = own.fold
  const { tokens } = own
  if (byKey.size + tokens.size === 0) return own.writing
  own.fold = createFold(LIMITS)
  own.tokens = new Map()
  own.writing = own.writing
    .then(async () => {
      const start = performance.now()
      if (byKey.size > 0) await storeTraffic(byKey)
      if (tokens.size > 0) await storeTokenUse(tokens)
      const pauseMs = (performance.now() - start) * PAUSE_PER_WRITE
      own.pauseMs = Math.min(Math.max(pauseMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)
    })
    .catch((error: unknown) => log.warn({ err: error, keys: byKey.size }, 'traffic counters were not written'))
  return own.writing
}
