import type { Metrics } from '#lib/metrics/metrics'
import type { FromWorker, ToWorker } from '#server/workers/messages'

/**
 * Makes the figures of a worker part of those of all, which it can read too: a scrape reaches any of them.
 *
 * @returns reads the figures of all workers; null when one of them did not answer
 */
export function shareMetrics({ figures }: Pick<Metrics, 'figures'>): () => Promise<string | null> {
  const waiting = new Map<number, (text: string | null) => void>()
  let asked = 0
  const send = (message: FromWorker) => void process.send?.(message)
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'scraped') {
      waiting.get(message.scrape)?.(message.text)
      waiting.delete(message.scrape)
    } else if (message.kind === 'tell') {
      figures().then(
        (own) => send({ kind: 'figures', round: message.round, figures: own }),
        // The first process waits no longer than it said it would.
        () => undefined,
      )
    }
  })
  return () => {
    asked += 1
    const scrape = asked
    return new Promise((resolve) => {
      waiting.set(scrape, resolve)
      send({ kind: 'scrape', scrape })
    })
  }
}
