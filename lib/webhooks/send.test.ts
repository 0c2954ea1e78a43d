import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createRawServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Receiver, startReceiver } from './fixtures.ts'
import type { ResolveHost } from './resolve-target.ts'
import { type Sending, send } from './send.ts'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const anywhere = { privateTargets: true }
const onTheInternet = { privateTargets: false }
const noNames: ResolveHost = async () => {
  throw new Error('no name should be resolved')
}

function sending(changes: Partial<Sending> = {}): Sending {
  const headers = { 'webhook-id': 'msg_1' }
  return { url: `${receiver.url}/hook?a=1`, headers, body: '{"a":"ä"}', policy: anywhere, resolve: noNames, ...changes }
}

const answers = (status: number, headers: Record<string, string> = {}) => {
  receiver.answer = (_, response) => response.writeHead(status, headers).end('what the receiver says')
}
const portOf = (url: string) => new URL(url).port

describe('sending once', () => {
  it('posts the body and the headers, and takes any 2xx for a delivery', async () => {
    for (const status of [200, 202, 204, 299]) {
      answers(status)
      expect(await send(sending())).toEqual({ status, problem: null, retryAfterMs: null })
    }
    expect(receiver.received[0]).toMatchObject({
      path: '/hook?a=1',
      body: '{"a":"ä"}',
      headers: { 'webhook-id': 'msg_1', 'content-length': '10', host: `127.0.0.1:${portOf(receiver.url)}` },
    })
  })

  it.each([
    [400, 'status'],
    [404, 'status'],
    [500, 'status'],
    [410, 'gone'],
  ])('says only the status of a refusal: %d', async (status, problem) => {
    answers(status)
    expect(await send(sending())).toEqual({ status, problem, retryAfterMs: null })
  })

  it('tells how long the receiver wants to be left alone', async () => {
    answers(503, { 'Retry-After': '120' })
    expect(await send(sending())).toMatchObject({ retryAfterMs: 120_000 })
    answers(503, { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' })
    expect(await send(sending())).toMatchObject({ retryAfterMs: null })
  })

  it.each([301, 302, 303, 307, 308])('does not follow a redirect: %d', async (status) => {
    const elsewhere = await startReceiver()
    answers(status, { Location: `${elsewhere.url}/internal` })
    expect(await send(sending())).toMatchObject({ status, problem: 'redirect' })
    expect(elsewhere.received).toEqual([])
    await elsewhere.close()
  })

  it('ends in its time whatever hangs: the name, the connection, the head of the answer', async () => {
    const never: ResolveHost = () => new Promise(() => undefined)
    const slow = { timeoutMs: 80 }
    expect(await send(sending({ url: 'http://example.com:8080/', resolve: never, ...slow }))).toMatchObject({
      problem: 'timeout',
    })
    receiver.answer = () => undefined
    expect(await send(sending(slow))).toMatchObject({ problem: 'timeout' })
  })

  it('reads no more than a little of an answer that never ends', async () => {
    const closed = vi.fn()
    receiver.answer = (_, response) => {
      response.writeHead(200)
      response.on('close', closed)
      const more = (to: ServerResponse) => {
        if (!to.destroyed) setTimeout(() => more(to), 1)
        to.write('x'.repeat(512))
      }
      more(response)
    }
    expect(await send(sending())).toMatchObject({ status: 200, problem: null })
    await vi.waitFor(() => expect(closed).toHaveBeenCalled())
  })

  it('says in a word why there was no answer', async () => {
    const { url } = receiver
    const rude = createRawServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as { port: number }
    expect(await send(sending({ url: `http://127.0.0.1:${port}/` }))).toMatchObject({ problem: 'connection' })
    expect(await send(sending({ url: url.replace('http:', 'https:') }))).toMatchObject({ problem: 'tls' })
    expect(await send(sending({ url: 'http://127.0.0.1:1025/' }))).toMatchObject({ problem: 'refused' })
    expect(await send(sending({ url: 'http://127.0.0.1:22/' }))).toMatchObject({ problem: 'bad_address' })
    const unknown: ResolveHost = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await send(sending({ url: 'http://nowhere.example:8080/', resolve: unknown }))).toMatchObject({
      problem: 'unresolvable',
    })
    rude.close()
  })
})

describe('where a message may go', () => {
  const names =
    (...addresses: string[]): ResolveHost =>
    async () =>
      addresses

  it.each([
    ['loopback', names('127.0.0.1')],
    ['private', names('10.1.2.3')],
    ['link-local', names('169.254.169.254')],
    ['IPv4-mapped', names('::ffff:127.0.0.1')],
    ['public and private together', names('8.8.8.8', '127.0.0.1')],
    ['private last, in the other family', names('8.8.8.8', '::1')],
  ])('is not a name that resolves to %s', async (_, resolve) => {
    const url = `https://hooks.example:${portOf(receiver.url)}/`
    expect(await send(sending({ url, policy: onTheInternet, resolve }))).toMatchObject({
      status: null,
      problem: 'not_allowed',
    })
    expect(receiver.received).toEqual([])
  })

  it('is not a private literal, nor a name of the hosts file', async () => {
    const own = sending({ url: `https://127.0.0.1:${portOf(receiver.url)}/`, policy: onTheInternet })
    expect(await send(own)).toMatchObject({ problem: 'bad_address' })
    const { resolveBySystem } = await import('./resolve-target.ts')
    const local = sending({
      url: `https://localhost:${portOf(receiver.url)}/`,
      policy: onTheInternet,
      resolve: resolveBySystem,
    })
    expect(await send(local)).toMatchObject({ problem: 'not_allowed' })
    expect(receiver.received).toEqual([])
  })

  it('is the address that was looked at: nothing is resolved again, so a name cannot change its mind', async () => {
    const asked = vi.fn<ResolveHost>().mockResolvedValueOnce(['127.0.0.1']).mockResolvedValue(['127.0.0.2'])
    const elsewhere = createServer((_, response) => response.end())
    await new Promise<void>((resolve) => elsewhere.listen(Number(portOf(receiver.url)), '127.0.0.2', resolve))
    const reached = vi.fn()
    elsewhere.on('request', reached)
    // A name that no resolver of this machine knows: only our own answer can lead anywhere.
    const url = `http://rebinding.invalid:${portOf(receiver.url)}/hook`
    expect(await send(sending({ url, resolve: asked }))).toMatchObject({ status: 200 })
    expect(asked).toHaveBeenCalledTimes(1)
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.invalid:${portOf(receiver.url)}`)
    expect(reached).not.toHaveBeenCalled()
    // The next attempt looks again, and goes where the name points then.
    expect(await send(sending({ url, resolve: asked }))).toMatchObject({ status: 200 })
    expect(reached).toHaveBeenCalledTimes(1)
    elsewhere.close()
  })

  it('is refused when the name has become private by the next attempt', async () => {
    const asked = vi.fn<ResolveHost>().mockResolvedValueOnce(['8.8.8.8']).mockResolvedValue(['127.0.0.1'])
    const { resolveTarget } = await import('./resolve-target.ts')
    const url = new URL('https://rebinding.example/')
    expect(await resolveTarget(url, { ...onTheInternet, resolve: asked })).toEqual({
      ok: true,
      addresses: [{ address: '8.8.8.8', family: 4 }],
    })
    expect(await resolveTarget(url, { ...onTheInternet, resolve: asked })).toEqual({
      ok: false,
      problem: 'not_allowed',
    })
  })
})

const withOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!withOpenssl)('over https (skipped where there is no openssl to make a certificate)', () => {
  it('asks for the host by name and trusts no certificate that nobody vouches for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webhook-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert]
    execFileSync('openssl', [...made, '-subj', '/CN=hooks.example'], { stdio: 'ignore' })
    const asked: string[] = []
    const SNICallback = (name: string, done: (error: null) => void) => {
      asked.push(name)
      done(null)
    }
    const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert), SNICallback })
    const secure = await startReceiver(tls as unknown as Server, 'https')
    const url = `https://hooks.example:${portOf(secure.url)}/`
    expect(await send(sending({ url, resolve: async () => ['127.0.0.1'] }))).toMatchObject({
      status: null,
      problem: 'tls',
    })
    expect([asked, secure.received]).toEqual([['hooks.example'], []])
    await secure.close()
    rmSync(folder, { recursive: true })
  })
})
