import { Agent, type RequestOptions, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ALL_CONFIRMED } from '#test/freshness/editor'

/** Where and with what the admin API is asked. */
export type Place = { readonly url: string; readonly token: string }

export type Asked = {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** `status`: 0 where the connection ended without an answer, or none came in time. */
export type Told = {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly ms: number
}

/** Longer than the server lets a save take. */
const HUNG_MS = 30_000

// Leaner than fetch: what asks shares two cores with what is asked.
const agent = new Agent({ keepAlive: true })

/** Asks the admin API once; never rejects. */
export async function ask({ url, token }: Place, { method, path, body, headers = {} }: Asked): Promise<Told> {
  const start = performance.now()
  const own = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers }
  const text = body === undefined ? undefined : JSON.stringify(body)
  const length = text === undefined ? {} : { 'Content-Length': Buffer.byteLength(text) }
  const sending = { ...{ method, agent, timeout: HUNG_MS }, headers: { ...own, ...length } }
  try {
    const { status, answer } = await sent(`${url}/v2alpha1/admin/${path}`, sending, text)
    return { status, body: parsed(answer), ms: performance.now() - start }
  } catch {
    return { status: 0, body: {}, ms: performance.now() - start }
  }
}

function sent(url: string, options: RequestOptions, text?: string): Promise<{ status: number; answer: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, options, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        answer += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, answer }))
      response.on('error', reject)
    })
    asking.on('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.on('error', reject)
    asking.end(text)
  })
}

function parsed(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

const AGAIN_MS = 100
const LONGEST_MS = 20_000

/** Makes a key with that list; again while the server is told by its database to come back. */
export async function issueKey(place: Place, cidrs: readonly string[]): Promise<{ id: string; secret: string }> {
  const body = { name: 'faults', actor_id: 'faults', ip_restriction: { allowed_cidrs: cidrs } }
  const make = () => ask(place, { method: 'POST', path: 'issuedApiKeys', body })
  const end = performance.now() + LONGEST_MS
  let told = await make()
  while (told.status === 503 && performance.now() < end) {
    await sleep(AGAIN_MS)
    told = await make()
  }
  const { issued_api_key: key, secret } = told.body as { issued_api_key?: { key_id: string }; secret?: string }
  if (key === undefined || secret === undefined) throw new Error(`no key: ${told.status} ${JSON.stringify(told.body)}`)
  return { id: key.key_id, secret }
}

/** Saves another list, which may lock out who calls. */
export function saveList(place: Place, keyId: string, cidrs: readonly string[]): Promise<Told> {
  const path = `issuedApiKeys/${keyId}?confirm_lockout=${ALL_CONFIRMED}`
  return ask(place, { method: 'PATCH', path, body: { ip_restriction: { allowed_cidrs: cidrs } } })
}
