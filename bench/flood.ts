import pg from 'pg'
import { secretDigest } from '#lib/keys/secret'
import { cpuMicros } from './cpu-time.ts'
import type { FloodPlan, LoadResult } from './load.ts'
import { BUILT, buildServers, emailChecks, keepRecord } from './measure.ts'
import { load, residentMiB, withServer } from './processes.ts'
import { median } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { type Seeded, seedKeys } from './seed.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
/** The allowed calls slow down by no more than this. */
const LEAST_RATIO = 0.95
/** Keys of allowed calls; few, so that warming up takes no time. */
const CALLED_KEYS = 500

type From = FloodPlan['from']
type Round = Pick<LoadResult, 'rate' | 'p99' | 'flooded'> & { rssGrowthMiB: number; cpuMicrosPerCall: number }

/**
 * Measures calls that are allowed while another key is flooded, from one address and from ever new ones, and what the flood
 * leaves in memory and in the database. Fails when the new addresses cost more than they may.
 */
export async function benchFlood(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    const seeded = await seedKeys(client)
    await buildServers(['gate'])
    const rounds: Record<From, Round[]> = { one: [], new: [] }
    const kept: Record<From, Kept> = { one: nothingKept, new: nothingKept }
    for (let round = 1; round <= ROUNDS; round += 1) {
      // The order turns, so that a slow minute of the machine falls on both.
      for (const from of round % 2 === 0 ? (['new', 'one'] as const) : (['one', 'new'] as const)) {
        const result = await floodOnce({ url, seeded, from, addressesUsed: floodedBy(rounds[from]) })
        rounds[from].push(result)
        kept[from] = await keptOf(client, floodedKey(seeded, from))
        console.error(`round ${round}: ${describe[from]}: ${Math.round(result.rate)} allowed calls/s`)
      }
    }
    await client.end()
    report(rounds, kept)
  })
}

const describe = { one: 'a flood from one address', new: 'a flood from ever new addresses' } as const satisfies Record<
  From,
  string
>

type Flood = { url: string; seeded: Seeded; from: From; addressesUsed: number }

async function floodOnce({ url, seeded, from, addressesUsed }: Flood): Promise<Round> {
  const env = {
    ...{ DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', GATE: 'validated' },
    ...{ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXY_HOPS: '1' },
  }
  const credential = floodedKey(seeded, from)
  const body = '{}'
  return withServer(`${BUILT}/gate.js`, env, async (port, pid) => {
    const plan = {
      ...{ port, path: '/gate', expectedStatus: 200, connections: 25 },
      calls: emailChecks(seeded.admitting.slice(0, CALLED_KEYS)).map((one) => ({ ...one, from: '127.0.0.1' })),
    }
    const flood = { call: { credential, body }, connections: 25, expectedStatus: 403, from }
    const run = (seconds: number, offset: number) =>
      load(`${BUILT}/load.js`, { ...plan, flood: { ...flood, offset }, warmUpSeconds: 1, seconds })
    // A first, short run, after which the process has grown to its working size.
    const first = await run(3, addressesUsed)
    const before = { residentMiB: residentMiB(pid), cpuMicros: cpuMicros(pid) }
    const { rate, p99, flooded, total } = await run(SECONDS, addressesUsed + first.flooded)
    return {
      ...{ rate, p99, flooded: flooded + first.flooded },
      rssGrowthMiB: residentMiB(pid) - before.residentMiB,
      cpuMicrosPerCall: (cpuMicros(pid) - before.cpuMicros) / total,
    }
  })
}

type Kept = { rows: number; counted: number }
const nothingKept: Kept = { rows: 0, counted: 0 }

/** Each round's two runs follow one another, so they are compared with each other. The geometric mean. */
function meanRatio({ one, new: fresh }: Record<From, Round[]>): number {
  const logs = one.map(({ rate }, round) => Math.log((fresh[round]?.rate ?? Number.NaN) / rate))
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)
}

/** One key a kind, so that what is kept of it can be counted. */
function floodedKey({ refusing }: Seeded, from: From): string {
  return refusing[from === 'one' ? 0 : 1] ?? ''
}

function floodedBy(rounds: readonly Round[]): number {
  return rounds.reduce((sum, { flooded }) => sum + flooded, 0)
}

/** Of a flooded key: rows in the table, and calls in them. */
async function keptOf(client: pg.Client, secret: string): Promise<Kept> {
  const { rows } = await client.query<Kept>(
    `SELECT count(*)::int AS rows, coalesce(sum(count), 0)::float8 AS counted
     FROM caller_hour JOIN api_key k ON k.id = key_id WHERE k.digest = $1`,
    [Buffer.from(secretDigest(secret), 'hex')],
  )
  return rows[0] ?? nothingKept
}

function report(rounds: Record<From, Round[]>, kept: Record<From, Kept>): void {
  const rateOf = (from: From) => median(rounds[from].map(({ rate }) => rate))
  const ratio = meanRatio(rounds)
  const addresses = floodedBy(rounds.new)
  const cpu = (from: From) => median(rounds[from].map(({ cpuMicrosPerCall }) => cpuMicrosPerCall))
  const growth = (from: From) => median(rounds[from].map(({ rssGrowthMiB }) => rssGrowthMiB))
  keepRecord('flood', { seconds: SECONDS, rounds, ratio, addresses, kept })
  console.log(
    [
      `Allowed calls under ${describe.one}: ${Math.round(rateOf('one'))}/s; under ${describe.new}: ${Math.round(rateOf('new'))}/s.`,
      `Ratio ${ratio.toFixed(3)}. A call takes ${cpu('one').toFixed(1)} and ${cpu('new').toFixed(1)} µs of the process.`,
      `The process grew by ${growth('one').toFixed(1)} and ${growth('new').toFixed(1)} MiB.`,
      `${addresses.toLocaleString('en-US')} addresses left ${kept.new.rows} rows, with ${kept.new.counted} calls in them.`,
    ].join('\n'),
  )
  if (ratio < LEAST_RATIO)
    throw new Error(`a flood from new addresses costs ${((1 - ratio) * 100).toFixed(1)} % of the calls`)
}
