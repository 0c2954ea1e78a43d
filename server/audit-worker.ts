import { createSealer, type SealOutcome } from '#lib/audit/checkpoint'
import { pruneAudit } from '#lib/audit/retention'
import { isDatabaseUnavailable } from '#lib/db'
import { env } from '#lib/env'
import { log } from '#lib/log'

const SEAL_EVERY_MS = 60_000
const PRUNE_EVERY_MS = 3_600_000
/** A start has more urgent work. */
const FIRST_MS = 15_000

/**
 * Seals the newest link of the audit trail every minute, and removes every hour what is older than it is to be kept. Any
 * process may do it, and all may at once.
 *
 * @returns what stops it, once the work under way has ended
 */
export function keepAuditTrail(): () => Promise<void> {
  const seal = createSealer()
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()
  let prunedAt = Number.NEGATIVE_INFINITY

  const next = () => {
    round = look().then(() => {
      if (!ending.signal.aborted) timer = setTimeout(next, SEAL_EVERY_MS).unref()
    })
  }
  const look = async () => {
    try {
      tell(await seal(ending.signal))
      if (ending.signal.aborted) return
      if (performance.now() - prunedAt >= PRUNE_EVERY_MS) {
        await prune(env().auditRetentionDays)
        prunedAt = performance.now()
      }
    } catch (error) {
      if (!isDatabaseUnavailable(error)) log.warn({ err: error }, 'the audit trail was not looked after')
    }
  }
  timer = setTimeout(next, FIRST_MS).unref()

  return async () => {
    ending.abort()
    clearTimeout(timer)
    await round
  }
}

// The log is kept elsewhere than the database, so it bears witness to how the trail stood.
function tell(sealed: SealOutcome): void {
  if (sealed.outcome === 'sealed') {
    const { position, hash } = sealed.head
    log.info({ position: String(position), hash }, 'audit checkpoint')
  }
  if (sealed.outcome === 'broken') {
    const { fault, position, eventId } = sealed.problem
    log.error({ fault, position: String(position), eventId: String(eventId) }, 'the audit trail is broken')
  }
}

async function prune(retentionDays: number): Promise<void> {
  if (retentionDays === 0) return
  const removed = await pruneAudit({ retentionDays, now: new Date() })
  if (removed > 0) log.info({ removed }, 'old audit events removed')
}
