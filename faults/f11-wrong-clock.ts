import { setTimeout as sleep } from 'node:timers/promises'
import { addressOf } from '#test/freshness/recorder'
import { openVerifyClient, type VerifyClient } from '#test/freshness/verify-client'
import type { RunningServer } from '#test/servers'
import { issueKey } from './admin.ts'
import { loadFigures, underLoad } from './load.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

const PRELOAD = new URL('./odd-clock.mjs', import.meta.url).href
const MINUTES_MS = 5 * 60_000
const DAY_MS = 86_400_000
const CLOCKS = [DAY_MS, -DAY_MS, MINUTES_MS, -MINUTES_MS, 'frozen', 'leap'] as const

/** Times by the database's clock: what ends soon must end then, on every process. */
const ENDINGS = [
  {
    what: 'a key that has ended',
    set: "expires_at = now() - interval '1 second'",
    before: 'key refused',
    after: 'key refused',
  },
  {
    what: 'a key that ends in a second',
    set: "expires_at = now() + interval '1 second'",
    before: 'allowed',
    after: 'key refused',
  },
  {
    what: 'a key that ends in an hour',
    set: "expires_at = now() + interval '1 hour'",
    before: 'allowed',
    after: 'allowed',
  },
] as const

async function tryEndings(rig: Rig, client: VerifyClient, url: string): Promise<string[]> {
  const wrong: string[] = []
  for (const { what, set, before, after } of ENDINGS) {
    const { id, secret } = await issueKey({ url, token: rig.token }, [addressOf(1)])
    const call = () => client.verify({ secret, token: null }, addressOf(1))
    await rig.sql(`UPDATE api_key SET ${set} WHERE id = $1`, [id])
    const first = await call()
    await sleep(1100)
    const second = await call()
    if (first !== before || second !== after) wrong.push(`${what}: ${first}, then ${second}`)
  }
  return wrong
}

type Tried = { readonly figures: ReturnType<typeof loadFigures>; readonly problems: string[] }

/** The process tells what its clock says once, as it starts. */
function tookHold({ output }: RunningServer, clock: (typeof CLOCKS)[number]): string[] {
  const told = Date.parse(/It is (\S+) here/.exec(output())?.[1] ?? '')
  const offMs = typeof clock === 'number' ? clock : 0
  return Math.abs(told - Date.now() - offMs) < MINUTES_MS / 2 ? [] : ['it did not take hold']
}

async function tryClock(rig: Rig, clock: (typeof CLOCKS)[number], lastsMs: number): Promise<Tried> {
  const wrong = await rig.start({ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK: String(clock) })
  const right = await rig.start()
  const client = await openVerifyClient(portOf(wrong))
  const found = tookHold(wrong, clock)
  const borne = await underLoad({ rig, servers: [wrong, right] }, async () => {
    // A new key is made through the process whose clock is right: what is judged is how the other one reads it.
    found.push(...(await tryEndings(rig, client, right.url)))
    await sleep(lastsMs)
  })
  client.close()
  await Promise.all([wrong.stop(), right.stop()])
  return {
    figures: loadFigures(borne),
    problems: [...borne.problems, ...found].map((problem) => `clock ${clock}: ${problem}`),
  }
}

async function run(context: Context) {
  const clocks = context.isShort ? ([DAY_MS, 'frozen'] as const) : CLOCKS
  return withRig(async (rig) => {
    const tried: Tried[] = []
    for (const clock of clocks) tried.push(await tryClock(rig, clock, sized(context, 0, 10_000)))
    const sum = (what: string) => tried.reduce((total, { figures }) => total + (figures[what] ?? 0), 0)
    return {
      did: `the clock of one of two processes off by a day, by five minutes, each ahead and behind, frozen, and set back by a second every three (${clocks.length} of these 6); lists edited through both, keys that end`,
      figures: { verifies: sum('verifies'), 'saves acknowledged': sum('saves acknowledged'), clocks: clocks.length },
      problems: [...tried.flatMap(({ problems }) => problems), ...unmet({ 'calls were decided': sum('verifies') > 0 })],
    }
  })
}

export const wrongClocks: Scenario = {
  id: 'F11',
  title: "a process's clock is wrong",
  goal: 'no decision differs; ends are judged by the database alone; the audit trail is in the order of its numbers',
  run,
}
