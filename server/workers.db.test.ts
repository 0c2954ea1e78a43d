import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runningProcess, waitUntil } from '#server/processes'
import { testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'

const METRICS_TOKEN = 'm'.repeat(32)
let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const start = (env: Record<string, string> = {}) =>
  startServer({
    env: { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1', WEB_CONCURRENCY: '2', METRICS_TOKEN, ...env },
  })

const isLinux = process.platform === 'linux'
/** Linux alone tells without a program of its own. */
function workersOf({ pid }: RunningServer): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return children === '' ? [] : children.split(' ').map(Number)
}

/** Each over a connection of its own, so that all workers get some. */
async function call(server: RunningServer): Promise<number> {
  const headers = { connection: 'close', authorization: 'Bearer nothing' }
  return (await fetch(`${server.url}/v1/verify`, { method: 'POST', headers })).status
}

async function scrape({ url }: RunningServer, name: string): Promise<number> {
  const headers = { connection: 'close', authorization: `Bearer ${METRICS_TOKEN}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1))
}

describe('a server of two workers', () => {
  it('answers from both, and tells the same figures whichever is asked', async () => {
    const server = await start()
    for (let n = 0; n < 20; n += 1) expect(await call(server)).toBe(401)
    const name = 'gatelist_decisions_total{route="/v1/verify",outcome="unknown_key"}'
    for (let n = 0; n < 4; n += 1) expect(await scrape(server, name)).toBe(20)
    expect(await scrape(server, 'gatelist_ready')).toBe(1)
    expect(server.output().match(/Gatelist is ready/g)).toHaveLength(1)
    expect(await server.stop()).toBe(0)
    expect(server.output().match(/Stopped/g)).toHaveLength(1)
  })

  it.skipIf(!isLinux)('goes on when one of them is killed, and has two again', async () => {
    const server = await start()
    const [first = 0, second = 0] = workersOf(server)
    process.kill(first, 'SIGKILL')
    // A call that was handed to it is lost with it, so the first process has to have noticed.
    await waitUntil(() => server.output().includes('a worker ended by itself'), 5000)
    for (let n = 0; n < 10; n += 1) expect(await call(server)).toBe(401)
    expect(await waitUntil(() => workersOf(server).length === 2, 10_000)).toBe(true)
    expect(workersOf(server)).toContain(second)
    expect(await server.stop()).toBe(0)
  })

  it('loses no call of those who turn elsewhere when it says that it stops', async () => {
    const server = await start({ SHUTDOWN_DELAY_SECONDS: '1' })
    const ready = () => fetch(`${server.url}/readyz`, { headers: { connection: 'close' } })
    // Somebody looks at both, so that they wait.
    for (let n = 0; n < 4; n += 1) expect((await ready()).status).toBe(200)
    const answers: number[] = []
    const caller = async () => {
      do answers.push(await call(server))
      while ((await ready()).status === 200)
    }
    const callers = Promise.all(Array.from({ length: 8 }, caller))
    await sleep(300)
    const stopped = server.stop()
    await callers
    expect(await stopped).toBe(0)
    expect(answers.length).toBeGreaterThan(10)
    expect(answers.every((status) => status === 401)).toBe(true)
  })

  it.skipIf(!isLinux)('leaves no worker behind when the first process is killed', async () => {
    const server = await start()
    const workers = workersOf(server)
    expect(workers).toHaveLength(2)
    await server.kill9()
    expect(await waitUntil(() => workers.every((pid) => runningProcess(pid) === null), 10_000)).toBe(true)
  })

  it('says at once that its port is taken', async () => {
    const server = await start({ HOST: '127.0.0.1' })
    const taken = start({ HOST: '127.0.0.1', PORT: new URL(server.url).port })
    await expect(taken).rejects.toThrow(/Something else listens on 127\.0\.0\.1/)
    await server.stop()
  })
})
