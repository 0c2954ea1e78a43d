import { log } from '#lib/log'
import { AT_ONCE_PER_WEBHOOK, type Claimed, claimDeliveries } from './claim.ts'
import { deliver } from './deliver.ts'
import type { ResolveHost } from './resolve-target.ts'

export type Courier = {
  /** Takes what is due, as far as hands are free. Answers once it is under way. */
  round(): Promise<void>
  /** Waits until nothing is under way. */
  settled(): Promise<void>
}

/** Messages under way at once in a process. */
const HANDS = 8

/** Carries messages of all webhooks. Any number of processes do so side by side. */
export function createCourier({ resolve }: { resolve?: ResolveHost } = {}): Courier {
  const underWay = new Map<Promise<void>, string>()

  const carry = (claimed: Claimed) => {
    const delivery = deliver(claimed, resolve)
      .catch((error: unknown) => log.warn({ err: error }, 'the end of a webhook message was not written down'))
      .finally(() => underWay.delete(delivery))
    underWay.set(delivery, claimed.webhookId)
  }

  return {
    async round() {
      const free = HANDS - underWay.size
      if (free <= 0) return
      for (const claimed of await claimDeliveries(free, busyWebhooks([...underWay.values()]))) carry(claimed)
    },
    async settled() {
      await Promise.all(underWay.keys())
    },
  }
}

function busyWebhooks(webhookIds: readonly string[]): string[] {
  return [...new Set(webhookIds)].filter(
    (id) => webhookIds.filter((other) => other === id).length >= AT_ONCE_PER_WEBHOOK,
  )
}
