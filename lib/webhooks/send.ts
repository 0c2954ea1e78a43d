import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { AttemptProblem } from './problems.ts'
import { type ResolvedAddress, type ResolveHost, resolveTarget } from './resolve-target.ts'
import { readTarget, type TargetPolicy } from './target.ts'

/** For everything together: resolving, connecting, sending, and the head of the answer. */
export const ATTEMPT_MS = 10_000

/** Of an answer, so much is read, to be polite to its sender, and thrown away. */
const ANSWER_BYTES = 1_024

/** What came of an attempt. `retryAfterMs`: what the receiver asked for. */
export type Sent = { status: number | null; problem: AttemptProblem | null; retryAfterMs: number | null }

export type Sending = {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  policy: TargetPolicy
  resolve: ResolveHost
  timeoutMs?: number
}

/** Posts a message once. Never rejects. */
export async function send({ timeoutMs = ATTEMPT_MS, ...sending }: Sending): Promise<Sent> {
  const target = readTarget(sending.url, sending.policy)
  if (!target.ok) return failed('bad_address')
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await Promise.race([attempt(target.url, sending, signal), whenAborted(signal)])
  } catch (error) {
    return failed(signal.aborted ? 'timeout' : problemOf(error))
  }
}

async function attempt(url: URL, { policy, resolve, headers, body }: Sending, signal: AbortSignal): Promise<Sent> {
  const resolved = await resolveTarget(url, { ...policy, resolve })
  if (!resolved.ok) return failed(resolved.problem)
  signal.throwIfAborted()
  const response = await post(url, { headers, body, signal, lookup: lookupOf(resolved.addresses) })
  discard(response)
  return outcomeOf(response)
}

type Post = { headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal; lookup: LookupFunction }

function post(url: URL, { headers, body, signal, lookup }: Post): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: 'POST',
    // One connection for one message: a kept one would skip the look at the address.
    agent: false,
    lookup,
    signal,
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
  }
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = open(url, options, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Node resolves the name by this, and so connects to what was looked at and to nothing else, whatever DNS says by now. */
function lookupOf(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses
    if (options.all === true) callback(null, [...addresses])
    else if (first !== undefined) callback(null, first.address, first.family)
  }
}

function discard(response: IncomingMessage): void {
  let left = ANSWER_BYTES
  response.on('error', () => undefined)
  response.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) response.destroy()
  })
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Sent {
  const retryAfterMs = retryAfter(headers['retry-after'])
  if (status >= 200 && status < 300) return { status, problem: null, retryAfterMs: null }
  if (status >= 300 && status < 400) return { status, problem: 'redirect', retryAfterMs: null }
  return { status, problem: status === 410 ? 'gone' : 'status', retryAfterMs }
}

/** Seconds alone; a date would be by the receiver's clock. */
function retryAfter(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null
}

function failed(problem: AttemptProblem): Sent {
  return { status: null, problem, retryAfterMs: null }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/

/** By the error's code alone: its message may hold what the receiver said. */
function problemOf(error: unknown): AttemptProblem {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (tlsCode.test(code)) return 'tls'
  return 'connection'
}

/** Of several addresses tried one after another, the first one's. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown }
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0])
  return typeof code === 'string' ? code : ''
}
