import { isDatabaseUnavailable } from '#lib/db'
import { log } from '#lib/log'
import { createCourier } from '#lib/webhooks/courier'

const EVERY_MS = 1_000
const AFTER_TROUBLE_MS = 10_000

/** Sends webhook messages as they come due. @returns what stops it, once the messages under way have ended */
export function sendWebhooks(): () => Promise<void> {
  const courier = createCourier()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve()

  const goOn = (afterMs: number) => {
    if (!stopped) timer = setTimeout(next, afterMs).unref()
  }
  const next = () => {
    round = courier.round().then(
      () => goOn(EVERY_MS),
      (error: unknown) => {
        if (!isDatabaseUnavailable(error)) log.warn({ err: error }, 'webhook messages were not looked for')
        goOn(AFTER_TROUBLE_MS)
      },
    )
  }
  next()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await round
    await courier.settled()
  }
}
