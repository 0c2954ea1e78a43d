import { gatelist, readingPerRequest } from './effect-own.ts'
import { betterAuth, haproxy, nginx } from './effect-peers.ts'
import { prepareSetting, type Setting, type System } from './effect-setting.ts'
import { type Bench, withBench } from './measure.ts'
import { publish, whole } from './publish.ts'
import { type Effect, watchChanges } from './watch-changes.ts'

const CHANGES = Number(process.env.BENCH_CHANGES ?? 200)
const CONNECTIONS = 8
const TTL_MS = 60_000

/** What all changes of one system came to; times in milliseconds from the answer to the save. */
type Result = {
  system: string
  changes: number
  stale: number
  staleForMs: number
  obeyedAfterMs: { p50: number; p90: number; p99: number; most: number }
}

/** Measures how long after the answer to a save its list rules. Fails when ours ever answers by an old one. */
export async function benchEffect(): Promise<void> {
  const { results, missing } = await withBench(['gate'], measureAll)
  publish('effect', {
    figures: { changes: CHANGES, missing, results },
    table: tableOf(results),
    caption: [
      `${CONNECTIONS} connections call with one key without a pause while its list shuts them out and lets them in again, one change after the other.`,
      'Counted are calls that were sent after the answer to the save. The row of a cache is computed.',
      ...missing.map((problem) => `Not measured: ${problem}.`),
    ].join(' '),
  })
  const stale = results[0]?.stale ?? 0
  if (stale > 0) throw new Error(`${stale} calls were judged by an old list`)
}

async function measureAll(bench: Bench): Promise<{ results: Result[]; missing: string[] }> {
  const setting = await prepareSetting(bench)
  const systems = [
    gatelist(setting),
    readingPerRequest(setting),
    await betterAuth(setting),
    haproxy(setting),
    nginx(setting),
  ]
  const results: Result[] = []
  const missing: string[] = []
  for (const system of systems) {
    if ('problem' in system) missing.push(system.problem)
    else results.push(await measureOne(setting, system))
  }
  return { results, missing }
}

async function measureOne({ keys }: Setting, { name, slow, run }: System): Promise<Result> {
  const changes = slow === true ? Math.ceil(CHANGES / 10) : CHANGES
  console.error(`${name}: ${changes} changes`)
  const called = { credential: keys[0]?.secret ?? '', connections: CONNECTIONS, refusal: 403 }
  return resultOf(name, await run((watchable) => watchChanges({ ...watchable, ...called, changes })))
}

function resultOf(system: string, effects: readonly Effect[]): Result {
  const obeyed = effects.map(({ obeyedAfterMs }) => obeyedAfterMs).sort((a, b) => a - b)
  const at = (share: number) => obeyed[Math.min(obeyed.length - 1, Math.floor(obeyed.length * share))] ?? Number.NaN
  return {
    ...{ system, changes: effects.length },
    stale: effects.reduce((sum, { stale }) => sum + stale, 0),
    staleForMs: Math.max(0, ...effects.map(({ staleForMs }) => staleForMs)),
    obeyedAfterMs: { p50: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) },
  }
}

function tableOf(results: readonly Result[]): string[][] {
  return [
    ['', 'changes', 'calls by the old list', 'the last of them', 'first call by the new list: p50', 'p99', 'most'],
    ...results.map(({ system, changes, stale, staleForMs, obeyedAfterMs: { p50, p99, most } }) => [
      ...[system, whole(changes), whole(stale), stale === 0 ? '' : ms(staleForMs)],
      ...[ms(p50), ms(p99), ms(most)],
    ]),
    // Each key is read at another moment, so a change comes at any time of its minute.
    [
      `a cache of ${TTL_MS / 1000} s (computed)`,
      '',
      '',
      ms(TTL_MS),
      ...[0.5, 0.99, 1].map((share) => ms(TTL_MS * share)),
    ],
  ]
}

const ms = (value: number) => `${value < 100 ? value.toFixed(1) : whole(value)} ms`
