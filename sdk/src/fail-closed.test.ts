import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { ADDRESS, answerJson, CREDENTIAL, clientOf, fakeServer, refused, TOKEN, VALID } from './fixtures.ts'
import type { ProblemCode } from './index.ts'

const TIMEOUT_MS = 150
const VALID_TEXT = JSON.stringify(VALID)

const trickle = (response: ServerResponse) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  let sent = 0
  const timer = setInterval(() => response.write(VALID_TEXT[sent++] ?? ' '), 5)
  response.on('close', () => clearInterval(timer))
}

const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'Content-Length': String(VALID_TEXT.length) })
  response.write(VALID_TEXT.slice(0, -1), () => response.socket?.destroy())
}

const without = (name: keyof typeof VALID) => JSON.stringify({ ...VALID, [name]: undefined })
const changed = (fields: object) => JSON.stringify({ ...VALID, ...fields })
const text =
  (body: string | Buffer, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(200, headers).end(body)
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end(VALID_TEXT)

const failures: [string, (response: ServerResponse) => void, ProblemCode][] = [
  ['no answer', () => {}, 'timeout'],
  ['a body that comes byte by byte', trickle, 'timeout'],
  ['a body that never ends after its status', (response) => response.writeHead(500).flushHeaders(), 'timeout'],
  ['a connection that is reset before the answer', (response) => response.socket?.resetAndDestroy(), 'network'],
  ['a connection that breaks in mid-answer', breakOff, 'network'],
  ['an answer that is no HTTP', (response) => response.socket?.end('SSH-2.0\r\n\r\n'), 'network'],
  ['500 with a yes in it', status(500), 'unexpected_status'],
  ['503', status(503, { 'Retry-After': '1' }), 'unexpected_status'],
  ['404 of something else', status(404), 'unexpected_status'],
  ['400', status(400), 'unexpected_status'],
  ['a throttled caller, which is this application', status(429, { 'Retry-After': '9' }), 'unexpected_status'],
  ['201 with a yes in it', status(201), 'unexpected_status'],
  ['204', (response) => response.writeHead(204).end(), 'unexpected_status'],
  ['a redirect', status(302, { Location: '/elsewhere' }), 'redirected'],
  ['a redirect that keeps the body', status(307, { Location: '/elsewhere' }), 'redirected'],
  ['a token that is refused', status(401), 'token_refused'],
  ['a token that may not verify, or not from here', status(403), 'token_refused'],
  ['nothing in it', text(''), 'not_understood'],
  ['a page', text('<!doctype html><title>Sign in</title>', { 'Content-Type': 'text/html' }), 'not_understood'],
  ['half an answer', text(VALID_TEXT.slice(0, -1)), 'not_understood'],
  ['compressed, which was not asked for', text(gzipSync(VALID_TEXT)), 'not_understood'],
  ['null', text('null'), 'not_understood'],
  ['a list', text(`[${VALID_TEXT}]`), 'not_understood'],
  ['true', text('true'), 'not_understood'],
  ['too long', text(changed({ padding: 'x'.repeat(300_000) })), 'not_understood'],
  [
    'too long once unpacked',
    text(gzipSync(changed({ padding: 'x'.repeat(300_000) })), { 'Content-Encoding': 'gzip' }),
    'not_understood',
  ],
  ['no is_valid', text(without('is_valid')), 'not_understood'],
  ['is_valid as text', text(changed({ is_valid: 'true' })), 'not_understood'],
  ['is_valid as a number', text(changed({ is_valid: 1 })), 'not_understood'],
  ['a yes with a reason for a no', text(changed({ error_code: 'VERIFICATION_ERROR_REVOKED' })), 'not_understood'],
  ['a yes with a reason of null', text(changed({ error_code: null })), 'not_understood'],
  ['a no without a reason', text(changed({ is_valid: false })), 'not_understood'],
  ['a no for a reason that is not known', text(JSON.stringify(refused('CONSTRUCTOR'))), 'not_understood'],
  ['no key', text(without('key_id')), 'not_understood'],
  ['a key without a name', text(changed({ key_id: '' })), 'not_understood'],
  ['no actor', text(without('actor_id')), 'not_understood'],
  ['no scopes', text(without('scopes')), 'not_understood'],
  ['scopes as text', text(changed({ scopes: 'admin' })), 'not_understood'],
  ['scopes that are no texts', text(changed({ scopes: [['admin']] })), 'not_understood'],
  ['metadata that is no object', text(changed({ metadata: [] })), 'not_understood'],
  ['an end that is no time', text(changed({ expire_time: 'never' })), 'not_understood'],
  ['no status', text(without('status')), 'not_understood'],
  ['a status that is not active', text(changed({ status: 'KEY_STATUS_REVOKED' })), 'not_understood'],
  ['no visibility', text(without('visibility')), 'not_understood'],
  ['would_deny as text', text(changed({ would_deny: 'no' })), 'not_understood'],
  ['a database that is not there', text(JSON.stringify(refused('INTERNAL'))), 'undecided'],
]

describe('nobody is let through, and nothing thrown, by', () => {
  it.each(failures)('%s', async (_name, answer, problem) => {
    const fake = await fakeServer(answer)
    const { gatelist, problems } = clientOf(fake.url, { timeoutMs: problem === 'timeout' ? TIMEOUT_MS : 5000 })
    const began = performance.now()
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toEqual({ allowed: false, reason: 'unavailable', problem })
    expect(performance.now() - began).toBeLessThan(4000)
    expect(problems.map(({ code }) => code)).toEqual([problem])
    expect(JSON.stringify(problems)).not.toMatch(new RegExp(`${TOKEN}|${CREDENTIAL}`))
    // Neither followed nor asked again.
    expect(fake.received).toHaveLength(1)
  })

  it('a server that is too slow, whose connection is given up with the question', async () => {
    const gone = vi.fn()
    const fake = await fakeServer((response) => response.on('close', gone))
    const { gatelist } = clientOf(fake.url, { timeoutMs: 30 })
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ problem: 'timeout' })
    await expect.poll(() => gone.mock.calls.length).toBe(1)
  })

  it('nobody who listens', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const { gatelist, problems } = clientOf(`http://127.0.0.1:${port}`)
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ reason: 'unavailable', problem: 'network' })
    expect(problems).toMatchObject([{ code: 'network', status: null, cause: 'ECONNREFUSED' }])
  })

  it('a batch that fails as a whole', async () => {
    const fake = await fakeServer((response) => answerJson(response, {}, 403))
    const { gatelist } = clientOf(fake.url)
    const item = { credential: CREDENTIAL, clientIp: ADDRESS }
    const no = { allowed: false, reason: 'unavailable', problem: 'token_refused' }
    expect(await gatelist.verifyAll([item, item])).toEqual([no, no])
  })
})

describe('with a fetch of the application', () => {
  const yes = () => new Response(VALID_TEXT, { status: 200 })

  it('the time limit holds though it takes no notice of the signal', async () => {
    const { gatelist } = clientOf('http://127.0.0.1', { timeoutMs: 30, fetch: () => new Promise(() => {}) })
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ problem: 'timeout' })
  })

  it('an answer from where a redirect led is not believed', async () => {
    const fetch = async () => Object.defineProperty(yes(), 'redirected', { value: true })
    const { gatelist } = clientOf('http://127.0.0.1', { fetch })
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ problem: 'redirected' })
  })

  it('what it throws is not repeated', async () => {
    const fetch = vi.fn(async () => {
      throw Object.assign(new Error(`bad header Bearer ${TOKEN}`), { code: `for ${CREDENTIAL}` })
    })
    const { gatelist, problems } = clientOf('http://127.0.0.1', { fetch })
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ problem: 'network' })
    expect(problems).toEqual([expect.objectContaining({ code: 'network', cause: null })])
    expect(JSON.stringify(problems)).not.toMatch(new RegExp(`${TOKEN}|${CREDENTIAL}`))
  })
})

it('a listener that fails changes no verdict', async () => {
  const fake = await fakeServer((response) => answerJson(response, {}, 401))
  const listeners = [
    () => {
      throw new Error('the log is full')
    },
    async () => {
      throw new Error('the log is full')
    },
  ]
  for (const onProblem of listeners) {
    const { gatelist } = clientOf(fake.url, { onProblem })
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toMatchObject({ allowed: false, problem: 'token_refused' })
  }
})
