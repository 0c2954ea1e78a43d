import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '#test/servers'
import { loadFigures, underLoad } from './load.ts'
import { mostMemoryOf } from './most-memory.ts'
import { withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

const PRELOAD = new URL('./blockable.mjs', import.meta.url).href
const BLOCK_MS = 2000
const PROBE_MS = 1000
/** So that all the process takes stays below 512 MiB, with what is not heap. */
const HEAP_MIB = 320
const MOST_MIB = 512

/** As a load balancer asks: no answer within a second is one of its own. */
async function isReady({ url }: RunningServer, limitMs = PROBE_MS): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/readyz`, {
      signal: AbortSignal.timeout(limitMs),
      headers: { connection: 'close' },
    })
    return status === 200
  } catch {
    return false
  }
}

type Block = { readonly during: boolean; readonly afterwards: boolean; readonly readyAfterMs: number }

async function blockOnce(server: RunningServer): Promise<Block> {
  process.kill(server.pid, 'SIGUSR2')
  await sleep(300)
  // The first gives up before the block ends, the second is answered as it ends.
  const [during, afterwards] = await Promise.all([isReady(server), isReady(server, 10_000)])
  const start = performance.now()
  while (!(await isReady(server)) && performance.now() - start < 20_000) await sleep(50)
  return { during, afterwards, readyAfterMs: performance.now() - start }
}

async function run(context: Context) {
  const times = sized(context, 2, 10)
  const loadMs = sized(context, 1000, 30_000)
  return withRig(async (rig) => {
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB} --import ${PRELOAD}`, BLOCK_MS: String(BLOCK_MS) }
    const server = await rig.start(env)
    const blocks: Block[] = []
    let resident = 0
    const borne = await underLoad({ rig, servers: [server], callers: 20, everyMs: 0, hungMs: 10_000 }, async () => {
      resident = await mostMemoryOf(server.pid, async () => {
        for (let time = 0; time < times; time += 1) {
          await sleep(1500)
          blocks.push(await blockOnce(server))
        }
        await sleep(loadMs)
      })
    })
    return {
      did: `a heap of ${HEAP_MIB} MiB at most under 20 callers without a pause; the process blocked for ${BLOCK_MS / 1000} s, ${times} times`,
      figures: {
        ...loadFigures(borne),
        'most memory, MiB': Math.round(resident),
        'ready again after ms': blocks.map(({ readyAfterMs }) => Math.round(readyAfterMs)).join(', '),
      },
      problems: [
        ...borne.problems,
        ...unmet({
          'not ready while it is blocked': blocks.every(({ during }) => !during),
          'nor right after, when it catches up': blocks.every(({ afterwards }) => !afterwards),
          'ready again within 5 s': blocks.every(({ readyAfterMs }) => readyAfterMs <= 5000),
          [`memory stays below ${MOST_MIB} MiB`]: resident < MOST_MIB,
        }),
      ],
    }
  })
}

export const squeezed: Scenario = {
  id: 'F17',
  title: 'little memory, and a blocked event loop',
  goal: 'no end for want of memory; not ready while blocked and right after, then ready again',
  run,
}
