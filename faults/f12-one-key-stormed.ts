import { ask, issueKey, type Place, saveList, type Told } from './admin.ts'
import { longest, round } from './figures.ts'
import { listOf, versionOf } from './list-version.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'

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

/** The list is one of those that were saved, and there is an event for each save. */
async function agree(rig: Rig, place: Place, { id, told }: { id: string; told: readonly Told[] }): Promise<string[]> {
  const key = await ask(place, { method: 'GET', path: `issuedApiKeys/${id}` })
  const restriction = key.body.ip_restriction as { canonical_cidrs?: string[] } | undefined
  const stored = (restriction?.canonical_cidrs ?? []).map((cidr) => cidr.replace(/\/(32|128)$/, ''))
  const saved = told.filter(({ status }) => status === 200).length
  const [{ events } = { events: 0 }] = await rig.sql<{ events: number }>(
    'SELECT count(*)::int AS events FROM audit_event WHERE key_id = $1 AND before IS NOT NULL',
    [id],
  )
  return unmet({
    'the list is one that was saved whole': versionOf(stored) !== null,
    [`an audit event for each save (${events} for ${saved})`]: events === saved,
  })
}

const statusesOf = (storms: readonly Storm[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of storms.flatMap(({ told }) => told)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function run(context: Context) {
  const times = sized(context, 1, 20)
  const count = sized(context, 300, 1000)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const places = servers.map(({ url }) => ({ url, token: rig.token }))
    const storms: Storm[] = []
    for (let time = 0; time < times; time += 1) storms.push(await storm(rig, places, count))
    const slowest = longest(storms.map(({ ms }) => ms))
    const counts = statusesOf(storms)
    return {
      did: `${count.toLocaleString('en-US')} saves of one key at once over two processes, ${times} times`,
      figures: {
        'longest storm ms': Math.round(slowest),
        'saves a second': Math.round((count * 1000) / slowest),
        'longest save ms': round(longest(storms.flatMap(({ told }) => told.map(({ ms }) => ms)))),
        answers: Object.entries(counts)
          .map(([status, times]) => `${status} × ${times}`)
          .join(', '),
      },
      problems: [
        ...new Set(storms.flatMap(({ problems }) => problems)),
        ...unmet({
          'no 5xx and none unanswered': Object.keys(counts).every((status) => status === '200' || status === '409'),
          'each storm within 10 s': slowest <= limitOf(context, 10_000),
        }),
      ],
    }
  })
}

export const oneKeyStormed: Scenario = {
  id: 'F12',
  title: 'a thousand saves of one key at once',
  goal: 'within 10 s, no 5xx; one whole list at the end, an audit event for each save',
  run,
}
