import { failed, interrupted, usage } from '../failure.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'
import { isCleartext, urlOf } from './endpoint.ts'
import { failureOf } from './problem.ts'
import type { Target } from './target.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Call = {
  readonly method: Method
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: unknown
  /** `token` (the usual), `none`, or the value of an Authorization header by path and body. */
  readonly auth?: 'token' | 'none' | ((path: string, body: string) => string)
  /** The body holds a secret, so it must not travel in the clear even without a token. */
  readonly secretBody?: true
}

export type Answer<Body = unknown> = {
  readonly status: number
  readonly headers: Headers
  /** Undefined when empty. All fields of a `Body` are optional: it was sent by somebody else. */
  readonly body: Body
  readonly requestId: string | null
}

export type Client = {
  /** One request; any HTTP status is an answer. */
  send(call: Call): Promise<Answer>
  /** One request that must succeed. */
  call<Body>(call: Call): Promise<Answer<Body>>
  /** One request that must succeed, whose body is read as it comes: the time limit ends with the headers. */
  open(call: Call): Promise<Response>
}

export type ClientOptions = { readonly timeoutMs: number; readonly insecureHttp: boolean }

/** @param target read at the first request, so that commands without one need no configuration */
export function createClient(io: Io, target: () => Target, options: ClientOptions): Client {
  const prepare = (call: Call): Exchange => {
    const { base, token } = target()
    const url = urlOf(base, call.path, call.query)
    const body = call.body === undefined ? '' : JSON.stringify(call.body)
    const authorization = authorizationOf(call, { url, body, token })
    const isSecret = authorization !== null || call.secretBody === true
    if (isSecret && isCleartext(url) && !options.insecureHttp)
      throw usage(
        `${base.origin} would get a secret in the clear; use https, or --insecure-http to send it all the same`,
      )
    return { url, call, body, authorization }
  }
  const send = async (call: Call): Promise<Answer> => exchange(io, options, prepare(call))
  return {
    send,
    open: async (call) => openBody(io, options, prepare(call)),
    async call<Body>(call: Call) {
      const answer = await send(call)
      if (answer.status < 200 || answer.status > 299) throw failureOf(answer)
      return answer as Answer<Body>
    },
  }
}

function authorizationOf(call: Call, given: { url: URL; body: string; token: () => string }): string | null {
  if (call.auth === 'none') return null
  if (typeof call.auth === 'function') return call.auth(given.url.pathname, given.body)
  const token = given.token()
  if (!/^[\x21-\x7e]+$/.test(token)) throw usage('the management token has characters that no token has')
  return `Bearer ${token}`
}

type Exchange = { url: URL; call: Call; body: string; authorization: string | null }

async function exchange(io: Io, options: ClientOptions, given: Exchange): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  return told(io, { url: given.url, timeout, options }, async () =>
    readAnswer(given.url, await request(given, AbortSignal.any([io.signal, timeout]))),
  )
}

async function openBody(io: Io, options: ClientOptions, given: Exchange): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), options.timeoutMs)
  return told(io, { url: given.url, timeout: late.signal, options }, async () => {
    const response = await request(given, AbortSignal.any([io.signal, late.signal]))
    clearTimeout(timer)
    if (response.status === 200) return response
    throw failureOf(await readAnswer(given.url, response))
  }).finally(() => clearTimeout(timer))
}

function request({ url, call, body, authorization }: Exchange, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'User-Agent': `gatelist-cli/${version}`,
    ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(authorization === null ? {} : { Authorization: authorization }),
    ...call.headers,
  }
  // A redirect may lead to anybody, and the token would go along.
  return fetch(url, {
    method: call.method,
    headers,
    body: call.body === undefined ? null : body,
    redirect: 'manual',
    signal,
  })
}

type Limits = { url: URL; timeout: AbortSignal; options: ClientOptions }

/** Says in words why no answer came. */
async function told<T>(io: Io, { url, timeout, options }: Limits, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (io.signal.aborted) throw interrupted()
    if (timeout.aborted) throw failed(`${url.origin} did not answer within ${options.timeoutMs / 1000} s`)
    if (error instanceof TypeError) throw failed(`${url.origin} cannot be reached: ${causeOf(error)}`)
    throw error
  }
}

async function readAnswer(url: URL, response: Response): Promise<Answer> {
  const { status, headers } = response
  if (status >= 300 && status < 400 && status !== 304)
    throw failed(
      `${url.origin} answers with a redirect to ${headers.get('Location') ?? 'nowhere'}, which is not followed; name the right address with -e`,
    )
  const text = await response.text()
  const requestId = headers.get('X-Request-Id')
  if (text.trim() === '') return { status, headers, body: undefined, requestId }
  try {
    return { status, headers, body: JSON.parse(text), requestId }
  } catch {
    throw failed(`${url.origin} answered ${status} with something other than JSON; is a Gatelist server there?`)
  }
}

/** fetch hides what happened in `cause`; with several addresses tried, in its `errors`. */
function causeOf(error: TypeError): string {
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause
  return cause instanceof Error ? cause.message : error.message
}
