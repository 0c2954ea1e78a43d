import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createGatelist, type Gatelist, type GatelistOptions, type Problem } from './index.ts'

export const TOKEN = 'gl_mgmt_the-token-of-these-tests'
export const CREDENTIAL = 'gl_live_the-credential-of-these-tests'
export const ADDRESS = '203.0.113.7'

/** As Gatelist says yes. */
export const VALID = {
  is_valid: true,
  is_active: true,
  key_id: 'key-1',
  actor_id: 'actor',
  scopes: ['orders:read'],
  expire_time: '2030-01-02T03:04:05.000Z',
  metadata: { team: 'core' },
  visibility: 'KEY_VISIBILITY_SECRET',
  issuer: 'gatelist',
  status: 'KEY_STATUS_ACTIVE',
  would_deny: false,
}

/** As Gatelist says no. */
export function refused(code: string): object {
  return {
    ...{ ...VALID, is_valid: false, is_active: false, key_id: '', actor_id: '', scopes: [], expire_time: null },
    ...{ metadata: null, error_code: `VERIFICATION_ERROR_${code}`, error_message: 'a text', issuer: '' },
    ...{ visibility: 'KEY_VISIBILITY_UNSPECIFIED', status: 'KEY_STATUS_UNSPECIFIED' },
  }
}

export type Received = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly json: ReturnType<typeof JSON.parse>
}

export type Fake = {
  readonly url: string
  readonly received: readonly Received[]
  /** How many connections were ever made. */
  connections(): number
}

type Answer = (response: ServerResponse, received: Received) => void

/** Something that listens where Gatelist would. Ends with the test. */
export async function fakeServer(answer: Answer): Promise<Fake> {
  const received: Received[] = []
  let connections = 0
  const url = await listen(
    (request, response) => {
      let text = ''
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => {
        text += chunk
      })
      request.on('end', () => {
        const one = { path: request.url ?? '', headers: request.headers, json: text === '' ? null : JSON.parse(text) }
        received.push(one)
        answer(response, one)
      })
    },
    () => connections++,
  )
  return { url, received, connections: () => connections }
}

/** node:http with this handler, on a port of its own. Ends with the test. @returns its url */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  onConnection: () => void = () => {},
): Promise<string> {
  const server = createServer(handle)
  server.on('connection', onConnection)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function answerJson(response: ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json))
}

/** A client of a fake, and what it had to say of it. */
export function clientOf(
  url: string,
  options: Partial<GatelistOptions> = {},
): { gatelist: Gatelist; problems: Problem[] } {
  const problems: Problem[] = []
  const onProblem = (problem: Problem) => void problems.push(problem)
  return { gatelist: createGatelist({ url, token: TOKEN, onProblem, ...options }), problems }
}

/** A gate that has an answer already, and notes what it was asked. */
export function stubGatelist(verdict: Awaited<ReturnType<Gatelist['verify']>>) {
  const asked: [string, string | null | undefined][] = []
  const gatelist: Gatelist = {
    verify: async (credential, clientIp) => {
      asked.push([credential, clientIp])
      return verdict
    },
    verifyAll: async () => [],
  }
  return { gatelist, asked }
}

export const KEY = {
  id: 'key-1',
  actorId: 'actor',
  scopes: ['orders:read'],
  metadata: { team: 'core' },
  expiresAt: new Date('2030-01-02T03:04:05Z'),
  visibility: 'secret',
  wouldDeny: false,
} as const
