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
const JUMPS = 4
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

/** The process tells what its clock says as it starts, and whenever it jumps. */
function tookHold({ output }: RunningServer, offMs: number): string[] {
  const told = Date.parse([...output().matchAll(/It is (\S+) here/g)].at(-1)?.[1] ?? '')
  return Math.abs(told - Date.now() - offMs) < MINUTES_MS / 2 ? [] : [`its clock is not ${offMs} ms off`]
}

/** Sets the clock right and wrong again while all go on. */
async function jump(wrong: RunningServer, offMs: number, lastsMs: number): Promise<string[]> {
  const found: string[] = []
  for (let jumps = 1; jumps <= JUMPS; jumps += 1) {
    process.kill(wrong.pid, 'SIGUSR2')
    await sleep(Math.max(200, lastsMs / JUMPS))
    found.push(...tookHold(wrong, jumps % 2 === 0 ? offMs : 0))
  }
  return found
}

async function tryClock(rig: Rig, clock: (typeof CLOCKS)[number], lastsMs: number): Promise<Tried> {
  const wrong = await rig.start({ NODE_OPTIONS: `--import ${PRELOAD}`, CLOCK: String(clock) })
  const right = await rig.start()
  const client = await openVerifyClient(portOf(wrong))
  const offMs = typeof clock === 'number' ? clock : 0
  const found = tookHold(wrong, offMs)
  const borne = await underLoad({ rig, servers: [wrong, right] }, async () => {
    // A new key is made through the process whose clock is right: what is judged is how the other one reads it.
    found.push(...(await tryEndings(rig, client, right.url)))
    if (offMs === 0) await sleep(lastsMs)
    else found.push(...(await jump(wrong, offMs, lastsMs)))
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
      did: `the clock of one of two processes off by a day, by five minutes, each ahead and behind and set right and wrong again ${JUMPS} times, frozen, and set back by a second every three (${clocks.length} of these 6); lists edited through both, keys that end`,
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
