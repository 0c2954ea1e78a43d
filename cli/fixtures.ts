// For tests: a server that records what it is asked, and a terminal that is none.
import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import type { Input, Io, Output } from './io.ts'
import { runCli } from './run.ts'

export type Asked = {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: unknown
}
export type Reply = { status?: number; headers?: Record<string, string>; body?: unknown; text?: string }

/** A server on a free port; `reply` answers each request. */
export async function stubServer(reply: (asked: Asked) => Reply | Promise<Reply>) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, text, body: text === '' ? undefined : JSON.parse(text) }
    asked.push(one)
    const { status = 200, headers: more = {}, body, text: raw } = await reply(one)
    response.writeHead(status, { 'Content-Type': 'application/json', ...more })
    response.end(raw ?? (body === undefined ? '' : JSON.stringify(body)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close }
}

export type Around = {
  env?: Record<string, string>
  stdin?: string
  /** Someone types this at a terminal of 80 columns. */
  typed?: string
  cwd?: string
  signal?: AbortSignal
  now?: Date
}

export const TOKEN = 'gl_mgmt_token-of-the-test'

/** Runs a command line in this process. */
export async function gatelist(args: readonly string[], around: Around = {}) {
  const isTerminal = around.typed !== undefined
  const [stdout, stderr] = [sink(isTerminal), sink(isTerminal)]
  const home = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-cli-`))
  const io: Io = {
    env: { GATELIST_TOKEN: TOKEN, XDG_CONFIG_HOME: home, ...around.env },
    cwd: around.cwd ?? home,
    homeDir: home,
    projectRoot: null,
    stdin: isTerminal ? keyboard(around.typed ?? '') : Readable.from([around.stdin ?? '']),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: around.signal ?? new AbortController().signal,
    now: () => around.now ?? new Date(),
  }
  const code = await runCli(args, io)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

function sink(isTTY: boolean) {
  const stream: Output & PassThrough = new PassThrough()
  if (isTTY) Object.assign(stream, { isTTY, columns: 80 })
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return { stream, text: () => text }
}

function keyboard(typed: string): Input {
  const stream: Input & PassThrough = new PassThrough()
  Object.assign(stream, { isTTY: true, setRawMode: () => stream })
  stream.write(typed)
  return stream
}

/** An error of the admin API. */
export function problem(status: number, name: string, message: string, info: object = {}): Reply {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', domain: 'www.ory.com/talos', ...info }]
  return {
    status,
    headers: { 'X-Request-Id': 'r-1' },
    body: { error: { code: status, message, status: name, details } },
  }
}

export const key = {
  key_id: '0199a0b0-0000-7000-8000-000000000001',
  name: 'payments',
  actor_id: 'service_payments',
  scopes: ['read', 'write'],
  metadata: null,
  status: 'KEY_STATUS_ACTIVE',
  access_mode: 'ACCESS_MODE_ENFORCE',
  ip_restriction: { allowed_cidrs: ['127.0.0.1/32', '10.0.0.0/8'], canonical_cidrs: ['127.0.0.1/32', '10.0.0.0/8'] },
}
