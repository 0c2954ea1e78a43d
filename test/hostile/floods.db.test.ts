import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { residentMiB } from '../../bench/processes.ts'
import { openSlow } from '../../faults/slow-connections.ts'
import { type Attacked, startAttacked } from './attacked.ts'
import { type Borne, bystanders } from './bystanders.ts'
import { addressOf, type Flood, flood, verifyCall } from './flood.ts'
import { sendRaw } from './raw.ts'

let attacked: Attacked
/** How long calls take when nothing happens; everything else that this machine does is in it. */
let calmMs: number

beforeAll(async () => {
  attacked = await startAttacked()
  await bystanders(attacked.port, attacked.open, () => sleep(500))
  calmMs = (await bystanders(attacked.port, attacked.open, () => sleep(1000))).p99Ms
})
afterAll(() => attacked.close())

const CALLS = 6000
const flooding = (request: Flood['request']) => flood(attacked.port, { connections: 50, calls: CALLS, request })

function expectUnharmed({ refused, calls, p99Ms }: Borne): void {
  expect(refused).toBe(0)
  expect(calls).toBeGreaterThan(20)
  // Whoever attacks here takes a core that the server would have elsewhere.
  expect(p99Ms).toBeLessThan(250 + 10 * calmMs)
}

/** How much each figure grew meanwhile. */
async function grownBy(attack: () => Promise<void>): Promise<(name: string) => number> {
  const before = await attacked.scrape()
  await attack()
  const after = await attacked.scrape()
  return (name) => after.sum(name) - before.sum(name)
}

const LOADS = 'gatelist_key_load_duration_seconds_count'

describe('a flood', () => {
  it('of junk keys reads the database not once', async () => {
    let statuses = {}
    const grown = await grownBy(async () => {
      const junk = (turn: number) => verifyCall(`${attacked.open.slice(0, -5)}${10_000 + turn}`, addressOf(turn))
      expectUnharmed(
        await bystanders(attacked.port, attacked.open, async () => {
          statuses = await flooding(junk)
        }),
      )
    })
    expect(statuses).toEqual({ 401: CALLS })
    expect(grown(LOADS)).toBe(0)
  })

  it('of keys that look right shares its reads, and pushes no key out of memory', async () => {
    const secrets = Array.from({ length: CALLS }, () => newSecret().secret)
    let statuses: Record<number, number> = {}
    const grown = await grownBy(async () => {
      const unknown = (turn: number) => verifyCall(secrets[turn] ?? '', addressOf(turn))
      expectUnharmed(
        await bystanders(attacked.port, attacked.open, async () => {
          statuses = await flooding(unknown)
        }),
      )
    })
    // A machine that has much else to do may answer some of them 503: the reads have half a second.
    const { 401: unknown = 0, 503: unanswered = 0, ...others } = statuses
    expect([unknown + unanswered, others]).toEqual([CALLS, {}])
    expect(unknown).toBeGreaterThan(CALLS * 0.9)
    expect(grown(LOADS)).toBeGreaterThan(0)
    expect(grown(LOADS)).toBeLessThan(CALLS / 4)
    expect(grown('gatelist_cache_records')).toBe(0)
    expect(grown('gatelist_cache_evictions_total')).toBe(0)
  })

  it('of calls from anywhere with a key that lets nobody in leaves few records of them, and counts them all', async () => {
    let statuses = {}
    const refused = (turn: number) => verifyCall(attacked.closed, addressOf(turn))
    expectUnharmed(
      await bystanders(attacked.port, attacked.open, async () => {
        statuses = await flooding(refused)
      }),
    )
    expect(statuses).toEqual({ 403: CALLS })
    await expect.poll(countedRefusals, { timeout: 20_000, interval: 200 }).toBe(CALLS)
    const { rows } = await attacked.sql.query("SELECT FROM caller_hour WHERE outcome = 'ip_not_allowed'")
    // 250 callers for each time that they are written down.
    expect(rows.length).toBeLessThan(CALLS / 2)
  })

  it('of slow connections keeps nobody waiting and takes little memory', async ({ skip }) => {
    if (process.platform !== 'linux') skip('how much memory a process has is read from /proc')
    const before = residentMiB(attacked.server.pid)
    let slow: Awaited<ReturnType<typeof openSlow>> = []
    expectUnharmed(
      await bystanders(attacked.port, attacked.open, async () => {
        slow = await openSlow(attacked.port, 500)
        await sleep(2000)
      }),
    )
    expect(residentMiB(attacked.server.pid) - before).toBeLessThan(100)
    for (const { socket } of slow) socket.destroy()
  })
})

async function countedRefusals(): Promise<number> {
  const { rows } = await attacked.sql.query<{ sum: string | null }>(
    "SELECT sum(count) FROM caller_hour WHERE outcome = 'ip_not_allowed'",
  )
  return Number(rows[0]?.sum)
}

const inflated = Buffer.alloc(64 * 1024 * 1024, ' ')
const bombs = { gzip: gzipSync(inflated), deflate: deflateSync(inflated), br: brotliCompressSync(inflated) }

describe.each(Object.entries(bombs))('a body packed with %s', (coding, { length }) => {
  it.each(['/v1/verify', '/api/v1/verify', '/v2alpha1/admin/issuedApiKeys'])('is not unpacked at %s', async (path) => {
    const credential = path.endsWith('/verify') ? attacked.open : attacked.token
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${credential}`,
      `Content-Length: ${length}`,
    ]
    const told = ['X-Forwarded-For: 203.0.113.7', 'Content-Type: application/json', `Content-Encoding: ${coding}`]
    // Refused by its head alone: nothing of the body has been sent.
    const { statuses } = await sendRaw(attacked.port, `${[...lines, ...told].join('\r\n')}\r\n\r\n`)
    expect(statuses).toEqual([415])
  })
})
