import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MOST_QUEUED } from '#server/pipeline-limit'
import { testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'
import { openRaw, sendRaw } from './raw.ts'
import { shapes } from './shapes.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let server: RunningServer
let port: number

beforeAll(async () => {
  database = await testDatabase()
  server = await startServer({
    env: {
      DATABASE_URL: database.url,
      GATELIST_SECRET: 'a master secret for hostile clients, long enough',
      GATELIST_WITHOUT_PAGES: '1',
    },
  })
  port = Number(new URL(server.url).port)
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const CALL = 'GET /v1/ip HTTP/1.1\r\nHost: x\r\n\r\n'

describe('what comes over the wire', () => {
  it.each(shapes.map(({ name, ...shape }) => [name, shape] as const))('%s', async (_name, { bytes, statuses }) => {
    const answer = await sendRaw(port, bytes)
    expect(answer.statuses).toEqual(statuses)
    if (statuses[0] === 400) expect(answer.closed).toBe(true)
    expect(answer.text).not.toMatch(/at .*\.[jt]s:|node_modules|\/dist\//)
  })
})

const mebibytes = () =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024

/** Sends a piece again and again, and tells after how many milliseconds the server had enough. */
async function untilCutOff(first: string, piece: string): Promise<number> {
  const start = performance.now()
  const socket = openRaw(port)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.resume()
  if (first !== '') socket.write(first)
  const trickle = setInterval(() => piece !== '' && socket.write(piece), 500)
  await closed
  clearInterval(trickle)
  return performance.now() - start
}

describe('slow clients', () => {
  it('are cut off, whether their headers, their body or nothing at all comes', async () => {
    const body = 'POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n'
    const [headers, slowBody, silent] = await Promise.all([
      untilCutOff('GET /v1/ip HTTP/1.1\r\n', 'X-A: b\r\n'),
      untilCutOff(body, ' '),
      untilCutOff('', ''),
    ])
    expect(headers).toBeLessThan(13_000)
    expect(slowBody).toBeLessThan(18_000)
    expect(silent).toBeLessThan(13_000)
  }, 30_000)

  it('that never read cost no memory and keep nobody waiting', async () => {
    if (process.platform !== 'linux') return
    const before = mebibytes()
    const deaf = Array.from({ length: 5 }, () => {
      const socket = openRaw(port)
      socket.pause()
      socket.write(CALL.repeat(20_000))
      return socket
    })
    await sleep(100)
    const start = performance.now()
    expect((await fetch(`${server.url}/v1/ip`)).status).toBe(200)
    // All of these calls would take it many seconds.
    expect(performance.now() - start).toBeLessThan(3000)
    expect(mebibytes() - before).toBeLessThan(60)
    for (const socket of deaf) socket.destroy()
  }, 20_000)
})

describe('calls sent before the answer to the last', () => {
  it('are all answered, in order, while they are few', async () => {
    const { statuses } = await sendRaw(port, CALL.repeat(MOST_QUEUED + 1), 1000)
    expect(statuses).toEqual(Array.from({ length: MOST_QUEUED + 1 }, () => 200))
  })

  it('may go on for ever, a few at a time', async () => {
    const socket = openRaw(port)
    let answers = 0
    socket.on('data', (chunk: Buffer) => {
      const got = chunk.toString('latin1').split('HTTP/1.1 200').length - 1
      answers += got
      socket.write(CALL.repeat(got))
    })
    socket.write(CALL.repeat(10))
    await sleep(1000)
    expect(answers).toBeGreaterThan(MOST_QUEUED * 3)
    expect(socket.destroyed).toBe(false)
    socket.destroy()
  })

  it('end the connection when they are many', async () => {
    const { closed, statuses } = await sendRaw(port, CALL.repeat(MOST_QUEUED + 2))
    expect(closed).toBe(true)
    expect(statuses.length).toBeLessThanOrEqual(MOST_QUEUED + 1)
  })
})
