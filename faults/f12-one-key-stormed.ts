import { setTimeout as sleep } from 'node:timers/promises'
import { ask, issueKey, type Place, saveList, type Told } from './admin.ts'
import { longest, p50p99longest, quantile, round } from './figures.ts'
import { listOf, versionOf } from './list-version.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'

/** The events of a key's saves; `last`: what the newest one says came of it. */
type Trail = {
  readonly events: number
  readonly version: number
  readonly last: { readonly version: number; readonly list: { readonly text: string } } | null
}

type Storm = { readonly ms: number; readonly told: readonly Told[]; readonly problems: string[] }

/** So many saves of one key at once, each with a list of its own. */
async function storm(rig: Rig, places: readonly Place[], count: number): Promise<Storm> {
  const [first] = places
  if (first === undefined) throw new Error('there is no server')
  const { id } = await issueKey(first, listOf(1))
  const start = performance.now()
  const saves = Array.from({ length: count }, (_, at) => {
    const place = places[at % places.length] ?? first
    return saveList(place, id, listOf(at + 2))
  })
  const told = await Promise.all(saves)
  const ms = performance.now() - start
  return { ms, told, problems: await agree(rig, first, { id, told }) }
}

/** The list is the one that the last event tells, whole, and there is an event and a version for each save. */
async function agree(rig: Rig, place: Place, { id, told }: Saves): Promise<string[]> {
  const key = await ask(place, { method: 'GET', path: `issuedApiKeys/${id}` })
  const restriction = key.body.ip_restriction as { canonical_cidrs?: string[] } | undefined
  const stored = (restriction?.canonical_cidrs ?? []).map((cidr) => cidr.replace(/\/(32|128)$/, ''))
  const saved = told.filter(({ status }) => status === 200).length
  const [trail] = await rig.sql<Trail>(
    `SELECT count(*)::int AS events, (SELECT version FROM api_key WHERE id = $1) AS version,
       (array_agg(after ORDER BY id DESC))[1] AS last
     FROM audit_event WHERE key_id = $1 AND before IS NOT NULL`,
    [id],
  )
  const { events = 0, version, last } = trail ?? {}
  return unmet({
    'the list is one that was saved whole': versionOf(stored) !== null,
    'it is the one that the last event tells': last?.list.text.split('\n').join() === stored.join(),
    [`an audit event for each save (${events} for ${saved})`]: events === saved,
    'each save has a version of its own': version === saved + 1 && last?.version === version,
  })
}

const STEADY_KEYS = 50
const SAVES_A_SECOND = 100
const WARM_MS = 20_000

/** What came of the saves of one key. */
type Saves = { readonly id: string; readonly told: readonly Told[] }

/** Saves of many keys at a fixed rate, whatever becomes of those before them. Times are from the moment at which each was due. */
async function saveSteadily(places: readonly Place[], lastsMs: number): Promise<readonly Saves[]> {
  const [first] = places
  if (first === undefined) throw new Error('there is no server')
  const keys = await Promise.all(Array.from({ length: STEADY_KEYS }, () => issueKey(first, listOf(1))))
  const saves: Promise<Told>[] = []
  const start = performance.now()
  for (let at = 0; at < (SAVES_A_SECOND * lastsMs) / 1000; at += 1) {
    const due = start + (at * 1000) / SAVES_A_SECOND
    await sleep(Math.max(0, due - performance.now()))
    const save = saveList(places[at % places.length] ?? first, keys[at % STEADY_KEYS]?.id ?? '', listOf(at + 2))
    saves.push(save.then((told) => ({ ...told, ms: performance.now() - due })))
  }
  const told = await Promise.all(saves)
  return keys.map(({ id }, key) => ({ id, told: told.filter((_, at) => at % STEADY_KEYS === key) }))
}

const statusesOf = (told: readonly Told[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of told) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function run(context: Context) {
  const times = sized(context, 1, 20)
  const count = sized(context, 300, 1000)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const places = servers.map(({ url }) => ({ url, token: rig.token }))
    // Processes that have just started compile what they run, and in a new database the first temporary tables of the work that is
    // done each few minutes make PostgreSQL plan all prepared statements anew.
    await saveSteadily(places, sized(context, 0, WARM_MS))
    const steady = await saveSteadily(places, sized(context, 2000, 60_000))
    const storms: Storm[] = []
    for (let time = 0; time < times; time += 1) storms.push(await storm(rig, places, count))
    const slowest = longest(storms.map(({ ms }) => ms))
    const problems = storms.flatMap((one) => one.problems)
    for (const saves of steady) problems.push(...(await agree(rig, places[0] ?? { url: '', token: '' }, saves)))
    const steadily = steady.flatMap(({ told }) => told)
    const counts = statusesOf([...storms.flatMap(({ told }) => told), ...steadily])
    const steadyMs = steadily.map(({ ms }) => ms)
    return {
      did: `${SAVES_A_SECOND} saves a second of ${STEADY_KEYS} keys over two processes, after ${WARM_MS / 1000} s of the same; then ${count.toLocaleString('en-US')} of one key at once, ${times} times`,
      figures: {
        'longest storm ms': Math.round(slowest),
        'saves a second': Math.round((count * 1000) / slowest),
        'longest save ms': round(longest(storms.flatMap(({ told }) => told.map(({ ms }) => ms)))),
        'at a steady rate, ms, p50 / p99 / longest': p50p99longest(steadyMs),
        answers: Object.entries(counts)
          .map(([status, times]) => `${status} × ${times}`)
          .join(', '),
      },
      problems: [
        ...new Set(problems),
        ...unmet({
          'no 5xx and none unanswered': Object.keys(counts).every((status) => status === '200' || status === '409'),
          'each storm within 10 s': slowest <= limitOf(context, 10_000),
          'at a steady rate p99 within 50 ms': context.isShort || quantile(steadyMs, 0.99) <= 50,
        }),
      ],
    }
  })
}

export const oneKeyStormed: Scenario = {
  id: 'F12',
  title: 'a thousand saves of one key at once',
  goal: 'within 10 s, no 5xx; one whole list at the end, an audit event for each save; at 100 saves a second p99 50 ms',
  run,
}
