import { connect } from 'node:net'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { comeBack, createHttp } from '#server/http'
import { createProbes } from '#server/probes'
import { createReadiness, type Readiness, type Reason } from '#server/readiness'

const http = createHttp()
const port = await http.open('127.0.0.1', 0)
const url = `http://127.0.0.1:${port}`
afterAll(() => http.drain(1000))

let readiness: Readiness
let probes: ReturnType<typeof createProbes>
beforeEach(() => {
  readiness = createReadiness()
  probes = createProbes(readiness)
  const { door } = probes
  http.serve((request, response) => {
    if (!door(request, response)) comeBack(request, response)
  })
})

async function readyz(): Promise<[number, unknown]> {
  const response = await fetch(`${url}/readyz`)
  return [response.status, await response.json()]
}

const unavailable = (...reasons: Reason[]) => [503, { status: 'unavailable', reasons }]

describe('readiness', () => {
  it('is told with its reason from the first moment to the last', async () => {
    expect(await readyz()).toEqual(unavailable('starting'))
    readiness.open(async () => [])
    expect(await readyz()).toEqual([200, { status: 'ready' }])
    expect(readiness.stop()).toEqual({ wasOpen: true })
    expect(await readyz()).toEqual(unavailable('stopping'))
  })

  it('looks once for all who ask meanwhile and shortly after', async () => {
    let looks = 0
    readiness.open(async () => {
      looks += 1
      return ['database']
    })
    const answers = await Promise.all(Array.from({ length: 50 }, readyz))
    expect(answers).toEqual(answers.map(() => unavailable('database')))
    expect(looks).toBe(1)
  })

  it('is looked at anew after a moment', async () => {
    const answers: Reason[][] = [['database'], []]
    readiness.open(async () => answers.shift() ?? [])
    expect(await readyz()).toEqual(unavailable('database'))
    await expect.poll(readyz, { timeout: 3000 }).toEqual([200, { status: 'ready' }])
  })

  it('is watched when somebody asked for it, not when somebody asked whether the process turns', async () => {
    await fetch(`${url}/healthz`)
    expect(probes.isWatched()).toBe(false)
    await readyz()
    expect(probes.isWatched()).toBe(true)
  })
})

describe.each(['/healthz', '/readyz', '/readyz?from=balancer'])('%s', (path) => {
  it('answers HEAD as GET, without a body, and nobody may keep the answer', async () => {
    readiness.open(async () => [])
    const [got, head] = await Promise.all([fetch(url + path), fetch(url + path, { method: 'HEAD' })])
    expect([got.status, head.status, await head.text()]).toEqual([200, 200, ''])
    expect(head.headers.get('content-length')).toBe(String((await got.text()).length))
    expect(head.headers.get('cache-control')).toBe('no-store')
    expect(got.headers.get('cache-control')).toBe('no-store')
  })

  it.each(['POST', 'DELETE', 'OPTIONS'])('refuses %s and says what it takes', async (method) => {
    const response = await fetch(url + path, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

it('answers a check of HTTP/1.0 that names no host, as HAProxy sends it', async () => {
  readiness.open(async () => [])
  const socket = connect(port, '127.0.0.1')
  socket.end('GET /readyz HTTP/1.0\r\n\r\n')
  const answer = (await socket.setEncoding('latin1').toArray()).join('')
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})

it('leaves every other path alone', async () => {
  for (const path of ['/healthz/', '/Healthz', '/readyz/x', '/']) expect((await fetch(url + path)).status).toBe(503)
})
