import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { env, resolveEnv } from '#lib/env'
import { pageHeaders } from '#lib/page-headers'
import { admitToPages } from '#server/page-door'

let server: Server
let port: number
let passed: IncomingHttpHeaders | null

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!admitToPages(request, response)) return
    passed = request.headers
    request.on('error', () => undefined).resume()
    request.on('end', () => response.end('page'))
  })
  server.maxHeadersCount = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => server.close())

type Answered = { status: number; text: string; headers: IncomingHttpHeaders | null }

/** Sends text as it is. @returns the answer, and the headers that the pages saw */
function send(text: string): Promise<Answered> {
  passed = null
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setTimeout(5000, () => reject(new Error('no answer')))
    socket.once('data', (chunk) => {
      socket.destroy()
      const text = chunk.toString('latin1')
      resolve({ status: Number(text.slice(9, 12)), text, headers: passed })
    })
    socket.on('error', reject)
  })
}

const get = (lines: string[], target = '/sign-in') => `GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}: b`)

describe('the door to the pages', () => {
  it.each([
    ['a page', get(['Host: a']), 200],
    ['a hundred header lines', get(['Host: a', ...many(99)]), 200],
    ['more than a hundred', get(['Host: a', ...many(100)]), 431],
    ['so many that Node would drop some by itself', get(['Host: a', ...many(1500)]), 431],
    ['two Host lines', get(['Host: a', 'Host: b']), 400],
    ['an absolute target', get(['Host: a'], 'http://other.example/'), 400],
    ['TRACE', get(['Host: a']).replace('GET', 'TRACE'), 405],
    ['a method that no page has', get(['Host: a']).replace('GET', 'DELETE'), 405],
    ['a body that says it is too long', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000001\r\n\r\n', 413],
    [
      'a body that does not say so',
      `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2dc6c1\r\n${'x'.repeat(3_000_001)}\r\n0\r\n\r\n`,
      413,
    ],
    [
      'a body in pieces that is short',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      200,
    ],
  ])('answers %s', async (_, text, status) => {
    const answer = await send(text)
    expect(answer.status).toBe(status)
    if (status !== 200) expect(answer.text).toMatch(/\r\nX-Request-Id: \S+\r\n/)
  })

  it.each([
    'X-Middleware-Subrequest',
    'X-Middleware-Override-Headers',
    'x-nextjs-data',
    'Next-Resume',
    'x-next-resume-state-length',
    'x-now-route-matches',
    'x-matched-path',
    'x-invoke-path',
    'x-invocation-id',
    'x-prerender-revalidate',
    'x-vercel-protection-bypass',
    'x-action-forwarded',
    'Next-Anything-New',
    'x-gatelist-path',
    'Content-Security-Policy',
    'Content-Security-Policy-Report-Only',
    'Forwarded',
    'X-Forwarded-For',
    'X-Real-IP',
    'CF-Connecting-IP',
    'True-Client-IP',
  ])('keeps %s from the pages', async (name) => {
    const { headers } = await send(get(['Host: a', `${name}: forged`, 'Accept: text/html']))
    expect(headers?.accept).toBe('text/html')
    expect(headers).not.toHaveProperty(name.toLowerCase())
  })

  it.each(['RSC', 'Next-Action', 'Next-Router-State-Tree', 'Next-Router-Prefetch', 'Next-Url'])(
    'leaves %s, which the pages send to their own server',
    async (name) => {
      expect((await send(get(['Host: a', `${name}: 1`]))).headers).toHaveProperty(name.toLowerCase(), '1')
    },
  )

  it('knows every header that Next itself calls internal', async () => {
    const path = createRequire(import.meta.url).resolve('next/dist/server/lib/server-ipc/utils.js')
    const [, list = ''] = /INTERNAL_HEADERS = \[([^\]]*)\]/.exec(readFileSync(path, 'utf8')) ?? []
    const names = [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(8)
    const { headers } = await send(get(['Host: a', ...names.map((name) => `${name}: forged`)]))
    expect(Object.keys(headers ?? {}).filter((name) => names.includes(name))).toEqual([])
  })

  it('gives whatever the pages answer the headers that every answer carries', async () => {
    const { text } = await send(get(['Host: a']))
    for (const [name, value] of Object.entries(pageHeaders(env().appUrl)))
      expect(text).toContain(`${name}: ${value}\r\n`)
  })

  it('tells the pages the configured address, whatever the caller claims', async () => {
    const claims = ['Host: a:1', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher']
    expect((await send(get(claims))).headers).toMatchObject({ 'x-forwarded-host': 'a:1', 'x-forwarded-proto': 'http' })
    resolveEnv({ APP_URL: 'https://keys.example.com' })
    expect(env().appUrlIsDefault).toBe(false)
    const { headers } = await send(get(claims))
    expect(headers).toMatchObject({ 'x-forwarded-host': 'keys.example.com', 'x-forwarded-proto': 'https' })
    resolveEnv({ APP_URL: '' })
  })
})
