import { waitUntil } from '#server/processes'
import { addressOf } from '#test/freshness/recorder'
import { openVerifyClient } from '#test/freshness/verify-client'
import { dropSearchIndexes, giveSecrets, makeBulkKeys } from '../bench/bulk-keys.ts'
import { onDatabase } from '../bench/on-database.ts'
import { residentMiB } from '../bench/processes.ts'
import { buildPages } from '../scripts/bootstrap.mjs'
import { ask, issueKey, type Place, saveList } from './admin.ts'
import { longest, quantile, round } from './figures.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Context, type Finding, type Scenario, sized, unmet } from './scenario.ts'
import { insertToken } from './tenant.ts'

const LONG_LIST = 10_000
const ENTRIES = 3
const WARM_UPS = 4
const CALLERS = 16
/** Calls of a short and of a long list take turns, so that what else the machine does meets both. */
const ROUNDS = 5
const GIB = 1024 ** 3

/** `called`: so many of the keys are called, each once. */
type Sizes = Readonly<Record<'keys' | 'longKeys' | 'called', number>>

/** `secrets`: of the keys with long lists, and of some of the many; `crowded`: the workspace that has all of the many. */
type Made = {
  readonly secrets: { readonly long: readonly string[]; readonly many: readonly string[] }
  readonly bytes: number
  readonly crowded: string
}

async function populate({ postgres }: Rig, { keys, longKeys, called }: Sizes): Promise<Made> {
  return onDatabase(postgres.url, async (client) => {
    const again = await dropSearchIndexes(client)
    await makeBulkKeys(client, { name: 'many', keys, entries: ENTRIES, family: 4, keysPerWorkspace: keys })
    for (const index of again) await client.query(index)
    const { rows } = await client.query<{ bytes: number; crowded: string }>(
      `SELECT (pg_total_relation_size('api_key') + pg_total_relation_size('allowlist_entry'))::float8 AS bytes,
         (SELECT id::text FROM workspace WHERE name = 'many') AS crowded`,
    )
    await makeBulkKeys(client, { name: 'long', keys: longKeys, entries: LONG_LIST, family: 4 })
    await client.query('ANALYZE')
    const { bytes = Number.NaN, crowded = '' } = rows[0] ?? {}
    // Without triggers, as they were made: so many changes at once would be worked off while pages are timed.
    await client.query('SET session_replication_role = replica')
    const long = await giveSecrets(client, 'long', addressOf(1))
    return { secrets: { long, many: await giveSecrets(client, 'many', addressOf(1), called) }, bytes, crowded }
  })
}

/** How long calls take, one after the other. */
async function timesOf(port: number, secrets: readonly string[], calls: number): Promise<number[]> {
  const client = await openVerifyClient(port)
  const ms: number[] = []
  for (let call = 0; call < calls; call += 1) {
    const start = performance.now()
    const outcome = await client.verify({ secret: secrets[call % secrets.length] ?? '', token: null }, addressOf(1))
    ms.push(performance.now() - start)
    if (outcome !== 'allowed') throw new Error(`a caller was ${outcome}`)
  }
  client.close()
  return ms
}

function longList(): string[] {
  return Array.from({ length: LONG_LIST }, (_, at) => `198.${18 + (at >> 13)}.${(at >> 5) & 255}.${(at & 31) * 8}/30`)
}

async function pagesOf(place: Place, count: number): Promise<number[]> {
  const ms: number[] = []
  for (let page = 0; page < count; page += 1)
    ms.push((await ask(place, { method: 'GET', path: 'issuedApiKeys?page_size=50' })).ms)
  return ms
}

/**
 * What those keys cost a process that does nothing else: it is called with each of them, and asked for pages of keys. In full it has the
 * dashboard loaded, as production has.
 */
async function serveMany(context: Context, rig: Rig, { secrets: { many }, crowded }: Made) {
  if (!context.isShort) await buildPages()
  const server = await rig.start(context.isShort ? {} : { GATELIST_WITHOUT_PAGES: '' })
  if (!context.isShort) await fetch(`${server.url}/sign-in`)
  const share = Math.ceil(many.length / CALLERS)
  const shares = Array.from({ length: CALLERS }, (_, at) => many.slice(at * share, (at + 1) * share))
  await Promise.all(shares.map((some) => timesOf(portOf(server), some, some.length)))
  const place = { url: server.url, token: (await insertToken(rig.sql, crowded)).token }
  await untilCounted(rig)
  const page = quantile(await pagesOf(place, sized(context, 10, 200)), 0.99)
  return { page, resident: residentMiB(server.pid) }
}

const CALM_MS = 300_000

/** What is counted once for all pages begins soon after a start, and rests for a hundred times as long as it took. */
async function untilCounted({ sql }: Rig): Promise<void> {
  const isCounted = async () => {
    const rows = await sql<{ busy: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM address_map)
         OR EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'gatelist aside') AS busy`,
    )
    return rows[0]?.busy === false
  }
  if (!(await waitUntil(isCounted, CALM_MS, 200))) throw new Error('the map of the addresses was never taken')
}

type Figure = 'bytes' | 'save' | 'shortP99' | 'longP99' | 'page' | 'resident' | 'saverResident'
type Measured = Readonly<Record<Figure, number>> & { readonly status: number }

async function measure(context: Context, rig: Rig, made: Made): Promise<Measured> {
  const { long } = made.secrets
  const server = await rig.start()
  const place = { url: server.url, token: rig.token }
  const short = await issueKey(place, [addressOf(1)])
  const edited = await issueKey(place, [addressOf(1)])
  // A process that has just started compiles what it runs; how long a save takes is asked of one that has saved before.
  for (let time = 0; time < WARM_UPS; time += 1)
    await saveList(place, (await issueKey(place, [addressOf(1)])).id, longList())
  const saves = []
  for (let time = 0; time < sized(context, 2, 20); time += 1)
    saves.push(await saveList(place, edited.id, longList().slice(time)))
  const calls = sized(context, 60, 1000)
  await timesOf(portOf(server), long, long.length)
  const [shortMs, longMs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    shortMs.push(...(await timesOf(portOf(server), [short.secret], calls)))
    longMs.push(...(await timesOf(portOf(server), long, calls)))
  }
  return {
    ...{
      bytes: made.bytes,
      save: longest(saves.map(({ ms }) => ms)),
      status: Math.max(...saves.map(({ status }) => status)),
    },
    ...{ shortP99: quantile(shortMs, 0.99), longP99: quantile(longMs, 0.99) },
    saverResident: residentMiB(server.pid),
    ...(await serveMany(context, rig, made)),
  }
}

async function run(context: Context): Promise<Finding> {
  const keys = sized(context, 20_000, 1_000_000)
  const longKeys = sized(context, 3, 1000)
  const called = sized(context, 500, 50_000)
  return withRig(async (rig) => {
    const measured = await measure(context, rig, await populate(rig, { keys, longKeys, called }))
    const { bytes, save, status, shortP99, longP99, page, resident, saverResident } = measured
    const figures = {
      ...{
        'keys and entries with their indexes, MiB': Math.round(bytes / 1024 ** 2),
        'longest save of the long list, ms': Math.round(save),
      },
      ...{ 'verify p99 ms, 1 entry': round(shortP99), 'verify p99 ms, 10,000 entries': round(longP99) },
      ...{ 'page of keys p99 ms': round(page), 'memory, MiB': Math.round(resident) },
      'memory of the process that saved, MiB': Math.round(saverResident),
    }
    const timed = {
      'a long list is saved within 500 ms': save <= 500,
      'a long list costs a call at most 2 ms more': longP99 <= shortP99 + 2,
      'a page of keys within 200 ms': page <= 200,
    }
    return {
      did: `${keys.toLocaleString('en-US')} keys of ${ENTRIES} entries, and ${longKeys} of ${LONG_LIST.toLocaleString('en-US')}; saved by a process that saved ${WARM_UPS} such lists before; ${called.toLocaleString('en-US')} of the keys called through another, which has the dashboard too`,
      figures,
      problems: unmet({
        'a long list is saved': status === 200,
        'keys and entries with their indexes within 1 GiB': bytes <= GIB,
        'memory of a process that serves the keys within 400 MiB': resident <= 400,
        ...(context.isShort ? {} : timed),
      }),
    }
  })
}

export const manyKeys: Scenario = {
  id: 'F15',
  title: 'a million keys, and long lists',
  goal: 'keys and entries within 1 GiB, a process that serves the keys within 400 MiB; a list of 10,000 saved within 500 ms and at most 2 ms dearer a call; a page of keys within 200 ms',
  run,
}
