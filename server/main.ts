import cluster from 'node:cluster'
import { isDatabaseUnavailable } from '#lib/db'
import { EnvError, env } from '#lib/env'
import { announce } from '#server/announce'
import { keepHeapSmall } from '#server/heap'
import type { Life } from '#server/life'
import { createServing } from '#server/serve'
import { onSignal, runShutdownHooks } from '#server/shutdown'
import { StartProblem } from '#server/start-problem'
import { createSupervision } from '#server/workers/supervise'
import { createWorker } from '#server/workers/worker'

/** A signal came before the start was over. */
class Interrupted extends Error {}

let stopping = false

function goOn(): void {
  if (stopping) throw new Interrupted()
}

function lifeOfThisProcess(): Life {
  if (cluster.isWorker) return createWorker()
  const dev = process.argv.includes('--dev')
  // In development one process compiles the pages.
  if (!dev && env().webConcurrency > 1) return createSupervision(import.meta.filename)
  return createServing({ dev, withJobs: true, listens: 'at once', announce: () => announce(env()) })
}

function say(line: string): void {
  if (cluster.isPrimary) console.log(line)
}

function explain(error: unknown): void {
  if (error instanceof EnvError || error instanceof StartProblem) console.error(`\n${error.message}\n`)
  else if (isDatabaseUnavailable(error)) console.error(`\nThe database does not answer: ${(error as Error).message}\n`)
  else console.error(error)
}

async function live(): Promise<void> {
  const life = lifeOfThisProcess()
  const starting = life.start(goOn)
  onSignal({
    async announce() {
      stopping = true
      await life.announceEnd(say)
    },
    async stop() {
      say('Stopping: letting requests end')
      await starting.catch(() => undefined)
      await life.end()
      await runShutdownHooks()
      say('Stopped')
    },
  })
  await starting
}

keepHeapSmall()
try {
  await live()
} catch (error) {
  if (!(error instanceof Interrupted)) {
    explain(error)
    await runShutdownHooks()
    process.exit(1)
  }
}
