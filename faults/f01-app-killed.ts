import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '#test/servers'
import { startCalling } from './callers.ts'
import { longest, p50p99longest, round } from './figures.ts'
import { type Ledger, openLedger, type Saved } from './ledger.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'
import { settleAll } from './truth.ts'

const KEYS = 4
const LATEST_MS = 50

type Kills = {
  readonly starts: number[]
  readonly problems: string[]
  maybes: number
  saved: number
  savedBefore: number
  failedStarts: number
}

/** Kills a server in the middle of saves, at a random moment after each key has been saved once. */
async function killOnce(
  rig: Rig,
  ledgers: readonly Ledger[],
  { server, kills }: { server: RunningServer; kills: Kills },
) {
  const place = { url: server.url, token: rig.token }
  let isKilled = false
  const count = ({ outcome }: Saved) => {
    if (outcome === 'saved') kills.saved += 1
    else kills.maybes += 1
  }
  // One after the other, so that the kill strikes each stage of a save, and some have been acknowledged just before.
  const saveOn = async (ledger: Ledger) => {
    while (!isKilled) count(await ledger.save(place))
  }
  for (const saved of await Promise.all(ledgers.map((ledger) => ledger.save(place)))) {
    count(saved)
    if (saved.outcome === 'saved') kills.savedBefore += 1
  }
  const saving = Promise.all(ledgers.map(saveOn))
  await sleep(Math.random() * LATEST_MS)
  isKilled = true
  await server.kill9()
  await saving
}

/** As what keeps processes running does: once more where a start fails, which is counted. */
async function startAgain(rig: Rig, kills: Kills): Promise<RunningServer> {
  const start = performance.now()
  const server = await rig.start().catch(() => {
    kills.failedStarts += 1
    return rig.start()
  })
  kills.starts.push(performance.now() - start)
  return server
}

async function run(context: Context) {
  const times = sized(context, 3, 200)
  return withRig(async (rig) => {
    let server = await rig.start()
    const ledgers: Ledger[] = []
    for (let made = 0; made < KEYS; made += 1) ledgers.push(await openLedger({ url: server.url, token: rig.token }))
    const kills: Kills = { starts: [], problems: [], maybes: 0, saved: 0, savedBefore: 0, failedStarts: 0 }
    const calling = startCalling({ ledgers, callers: 4, everyMs: 5, port: () => portOf(server) })
    for (let kill = 1; kill <= times; kill += 1) {
      await killOnce(rig, ledgers, { server, kills })
      server = await startAgain(rig, kills)
      kills.problems.push(...(await settleAll(rig, ledgers)))
      if (kill % 20 === 0) context.say(`${kill} of ${times} kills`)
    }
    await calling.stop()
    kills.problems.push(...(await settleAll(rig, ledgers)))
    const figures = {
      ...{
        kills: times,
        'saves acknowledged': kills.saved,
        'saves cut off': kills.maybes,
        'starts that failed': kills.failedStarts,
      },
      ...{ verifies: calling.ms.decided.length, 'start ms, p50 / p99 / longest': p50p99longest(kills.starts) },
    }
    const slowest = longest(kills.starts)
    return {
      did: `${KEYS} keys saved, each again and again, the process killed 0 to ${LATEST_MS} ms after the first saves and started again, ${times} times`,
      figures,
      problems: [
        ...new Set(kills.problems),
        ...unmet({
          [`started again within 3 s (${round(slowest)} ms)`]: slowest <= limitOf(context, 3000),
          'every start succeeds': context.isShort || kills.failedStarts === 0,
          'kills struck saves': kills.maybes > 0,
          'saves were acknowledged before each kill': kills.savedBefore >= sized(context, 1, times * KEYS),
          'no call was left hanging': calling.counts.hung === 0,
          'no other answer': calling.counts.other === 0,
        }),
      ],
    }
  })
}

export const appKilled: Scenario = {
  id: 'F1',
  title: 'kill -9 of the app during saves',
  goal: 'no acknowledged save lost, no half list, the audit trail agrees; ready again within 3 s',
  run,
}
