import cluster, { type Worker } from 'node:cluster'
import { env, resolveEnv } from '#lib/env'
import { log } from '#lib/log'
import { announce } from '#server/announce'
import { createHttp } from '#server/http'
import type { Life } from '#server/life'
import { StartProblem } from '#server/start-problem'
import { holdFolder, openInstallation, openStore } from '#server/store'
import { createGathering } from '#server/workers/gather-metrics'
import type { FromWorker, ToWorker } from '#server/workers/messages'
import { WORKER_NUMBER } from '#server/workers/worker'

/** A worker that ends sooner than this after it began is not begun again at once. */
const SHORT_LIFE_MS = 10_000

/**
 * Opens what all workers need, begins them and keeps so many of them.
 *
 * @param program the file that each runs, which is this process's own
 */
export function createSupervision(program: string): Life {
  const workers = new Map<number, Worker>()
  const gathering = createGathering((round) => tellAll({ kind: 'tell', round }))
  let ending = false
  let port = 0

  function tellAll(message: ToWorker): number {
    const reached = [...workers.values()].filter((worker) => worker.isConnected())
    for (const worker of reached) worker.send(message)
    return reached.length
  }

  function hear(worker: Worker, message: FromWorker): void {
    if (message.kind === 'figures') gathering.take(message.round, message.figures)
    if (message.kind !== 'scrape') return
    const answer = (text: string | null) => {
      if (worker.isConnected()) worker.send({ kind: 'scraped', scrape: message.scrape, text } satisfies ToWorker)
    }
    void gathering.gather().then(answer)
  }

  /** @returns resolves when it answers calls, rejects when it ends before */
  function begin(number: number): Promise<void> {
    const worker = cluster.fork({ [WORKER_NUMBER]: String(number), PORT: String(port) })
    workers.set(number, worker)
    const startedAt = performance.now()
    return new Promise((resolve, reject) => {
      let wasReady = false
      worker.on('message', (message: FromWorker) => {
        if (message.kind !== 'ready') return hear(worker, message)
        wasReady = true
        resolve()
      })
      worker.once('exit', (code, signal) => {
        if (workers.get(number) === worker) workers.delete(number)
        if (!wasReady) reject(new StartProblem(`Worker ${number} ended before it was ready (${signal ?? code}).`))
        if (wasReady) replace(number, performance.now() - startedAt < SHORT_LIFE_MS)
      })
    })
  }

  function replace(number: number, later: boolean): void {
    if (ending) return
    log.error({ worker: number }, 'a worker ended by itself; another takes its place')
    const again = () => {
      if (!ending) begin(number).catch(() => replace(number, true))
    }
    setTimeout(again, later ? 1000 : 0)
  }

  function askToEnd(): void {
    ending = true
    for (const worker of workers.values()) worker.process.kill('SIGTERM')
  }

  async function allEnded(): Promise<void> {
    await Promise.all([...workers.values()].map((worker) => new Promise((resolve) => worker.once('exit', resolve))))
  }

  return {
    async start(goOn) {
      const configured = env()
      holdFolder(configured)
      // A port that is taken is known before anything long begins.
      const http = createHttp()
      port = await http.open(configured.host, configured.port)
      await http.drain(0)
      await openStore(configured)
      goOn()
      await openInstallation(configured)
      goOn()
      cluster.setupPrimary({ exec: program })
      const numbers = Array.from({ length: configured.webConcurrency }, (_, index) => index + 1)
      try {
        await Promise.all(numbers.map(begin))
        await announce(resolveEnv({ PORT: String(port) }))
      } catch (error) {
        goOn()
        askToEnd()
        await allEnded()
        throw error
      }
    },
    // Each of them says it to those who look at it.
    announceEnd: async () => askToEnd(),
    end: allEnded,
  }
}
