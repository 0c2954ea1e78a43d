import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '#test/servers'
import { startCalling } from './callers.ts'
import { type Load, loadFigures, underLoad } from './load.ts'
import { portOf, withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

const SHORT_MS = 300
const LATE_CALLERS = 4

/** Stops a process while the other takes saves; calls that are sent meanwhile are answered when it goes on. */
async function standStill(
  stopped: RunningServer,
  load: Load,
  ms: number,
): Promise<{ saves: number; answered: number }> {
  const before = load.saving.counts.saved
  process.kill(stopped.pid, 'SIGSTOP')
  const late = startCalling({
    ledgers: load.ledgers,
    callers: LATE_CALLERS,
    hungMs: ms + 10_000,
    port: () => portOf(stopped),
  })
  await sleep(ms)
  const saves = load.saving.counts.saved - before
  process.kill(stopped.pid, 'SIGCONT')
  await sleep(SHORT_MS)
  await late.stop()
  return { saves, answered: late.ms.decided.filter((took) => took > ms / 2).length }
}

async function run(context: Context) {
  const times = sized(context, 3, 20)
  const longMs = sized(context, 2000, 10_000)
  return withRig(async (rig) => {
    const [stopped, other] = [await rig.start(), await rig.start()]
    const seen = { 'saves meanwhile': 0, 'calls that waited it out': 0 }
    const plan = { rig, servers: [stopped, other], savesThrough: [other], hungMs: longMs + 10_000 }
    const borne = await underLoad(plan, async (load) => {
      for (let time = 0; time < times; time += 1) {
        await sleep(SHORT_MS)
        const { saves, answered } = await standStill(stopped, load, time === 0 ? longMs : SHORT_MS)
        seen['saves meanwhile'] += saves
        seen['calls that waited it out'] += answered
      }
    })
    return {
      did: `one of two processes stopped (SIGSTOP) for ${longMs / 1000} s, then ${times - 1} times for ${SHORT_MS / 1000} s; lists edited through the other, calls sent to the stopped one`,
      figures: { ...loadFigures(borne), ...seen },
      problems: [
        ...borne.problems,
        ...unmet({
          'lists were edited meanwhile': seen['saves meanwhile'] > 0,
          'calls waited it out': seen['calls that waited it out'] > 0,
        }),
      ],
    }
  })
}

export const appPaused: Scenario = {
  id: 'F5',
  title: 'one process stands still while lists change',
  goal: 'when it goes on it decides nothing by what it read before',
  run,
}
