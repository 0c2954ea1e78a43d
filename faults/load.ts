import { runningProcess } from '#server/processes'
import type { RunningServer } from '#test/servers'
import type { Place } from './admin.ts'
import { type Calling, startCalling } from './callers.ts'
import { longest } from './figures.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { portOf, type Rig } from './rig.ts'
import { type Saving, startSaving } from './saving.ts'
import { type Context, limitOf } from './scenario.ts'
import { settleAll } from './truth.ts'

/** Callers and savers at work while something goes wrong. */
export type Load = {
  readonly ledgers: readonly Ledger[]
  /** One for each server, in their order. */
  readonly callings: readonly Calling[]
  readonly saving: Saving
}

export type LoadPlan = {
  readonly rig: Rig
  readonly servers: readonly RunningServer[]
  /** Those that saves go through; all when not said. */
  readonly savesThrough?: readonly RunningServer[]
  readonly keys?: number
  readonly callers?: number
  /** Pauses of a caller after each call, and of a saver after each save. */
  readonly everyMs?: number
  readonly saveEveryMs?: number
  /** After which a call counts as hung. */
  readonly hungMs?: number
  /** How long a call may take that is decided; for as long as it likes where the processes themselves are held up. */
  readonly slowestMs?: number
}

export type Borne = Load & { readonly problems: readonly string[] }

/** Lets callers and savers work while `strike` does its worst, then settles what is so and looks for contradictions. */
export async function underLoad(plan: LoadPlan, strike: (load: Load) => Promise<void>): Promise<Borne> {
  const load = await startLoad(plan)
  try {
    await strike(load)
  } finally {
    await load.saving.stop()
    // They see what the last saves came to.
    for (const calling of load.callings) await calling.stop()
  }
  const settled = await settleAll(plan.rig, load.ledgers)
  return { ...load, problems: [...settled, ...oddities(load, plan.slowestMs), ...plan.servers.flatMap(endedOf)] }
}

/** A process that ended by itself, with the last that it said. */
function endedOf({ pid, output }: RunningServer): string[] {
  return runningProcess(pid) === null ? [`a server process ended: ${output().trimEnd().slice(-2000)}`] : []
}

async function startLoad({ rig, servers, savesThrough = servers, ...plan }: LoadPlan): Promise<Load> {
  const { keys = 4, callers = 6, everyMs = 2, saveEveryMs = 20, hungMs = 5000 } = plan
  const places: Place[] = savesThrough.map(({ url }) => ({ url, token: rig.token }))
  const [first] = places
  if (first === undefined) throw new Error('there is no server to save through')
  const ledgers: Ledger[] = []
  for (let made = 0; made < keys; made += 1) ledgers.push(await openLedger(first))
  const saving = startSaving({ ledgers, everyMs: saveEveryMs, place: (turn) => places[turn % places.length] ?? null })
  const callings = servers.map((server) => {
    const port = portOf(server)
    return startCalling({ ledgers, callers, everyMs, hungMs, port: () => port })
  })
  return { ledgers, callings, saving }
}

/** What there must not be, whatever goes wrong while the processes live. */
function oddities({ callings }: Load, slowestMs = Number.POSITIVE_INFINITY): string[] {
  return callings.flatMap(({ counts, ms, others }) => [
    ...(counts.hung > 0 ? [`${counts.hung} calls were not answered at all`] : []),
    ...(counts.lost > 0 ? [`${counts.lost} calls lost their connection, or could make none`] : []),
    ...(longest(ms.decided) > slowestMs ? [`a call was decided after ${Math.round(longest(ms.decided))} ms`] : []),
    ...others.map((other) => `a call: ${other}`),
    ...(counts.allowed > 0 ? [] : ['nobody was let through at one server']),
  ])
}

/** Whether trouble was told in time, within a second. */
export function lateTrouble(context: Context, { callings }: Load): string[] {
  const limitMs = limitOf(context, 1000)
  const slowest = longest(callings.flatMap(({ ms }) => [...ms.unanswered]))
  return slowest > limitMs ? [`a 503 took ${Math.round(slowest)} ms, more than ${limitMs}`] : []
}

export function sumOf(callings: readonly Calling[], what: keyof Calling['counts']): number {
  return callings.reduce((sum, { counts }) => sum + counts[what], 0)
}

/** What every load comes to. */
export function loadFigures({ callings, saving }: Load): Record<string, number> {
  return {
    verifies: sumOf(callings, 'allowed') + sumOf(callings, 'address refused') + sumOf(callings, 'key refused'),
    'answers 503': sumOf(callings, 'unanswered'),
    'longest 503 ms': Math.round(longest(callings.flatMap(({ ms }) => ms.unanswered))),
    'longest decided ms': Math.round(longest(callings.flatMap(({ ms }) => ms.decided))),
    'calls left without an answer': sumOf(callings, 'hung') + sumOf(callings, 'lost'),
    'saves acknowledged': saving.counts.saved,
    'saves left open': saving.counts.maybe,
  }
}
