import { log } from '#lib/log'

/** Why no calls should be sent here. Short and fixed: whoever asks may be anybody. */
export type Reason = 'starting' | 'database' | 'read_only' | 'migrations' | 'busy' | 'stopping'

/** Looks whether all that a call needs is there. Never rejects. */
export type Check = () => Promise<readonly Reason[]>

export type Readiness = {
  /** None: ready. */
  reasons: Check
  /** From now on `check` tells. */
  open(check: Check): void
  /** `wasOpen`: the start was over. */
  stop(): { readonly wasOpen: boolean }
}

/** Anybody may ask, so the database is asked no more often than this, however many do. */
const KEPT_MS = 500

/** Whether calls should be sent to this process, from the moment it listens until it ends. */
export function createReadiness(): Readiness {
  let look: Check = async () => ['starting']
  let wasOpen = false
  return {
    reasons: () => look(),
    open(check) {
      look = keep(telling(check))
      wasOpen = true
    },
    stop() {
      look = async () => ['stopping']
      return { wasOpen }
    },
  }
}

/** One look serves all who ask meanwhile and shortly after. */
function keep(check: Check): Check {
  let last = { at: Number.NEGATIVE_INFINITY, answer: Promise.resolve<readonly Reason[]>([]) }
  return () => {
    const now = performance.now()
    if (now - last.at > KEPT_MS) last = { at: now, answer: check() }
    return last.answer
  }
}

function telling(check: Check): Check {
  let told = ''
  return async () => {
    const reasons = await check()
    const now = reasons.join()
    if (now !== told) log.warn({ reasons }, reasons.length === 0 ? 'ready again' : 'not ready')
    told = now
    return reasons
  }
}
