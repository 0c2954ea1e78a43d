import type { Problem } from './problem.ts'

export type GatelistOptions = {
  /** Where the server is, for example `https://keys.example.com`. A path in front of the API's own is kept. */
  readonly url: string | URL
  /** A management token. The role `verify` is enough. */
  readonly token: string
  /** How long a whole call may take, answer included. 1 to 60,000; 1,000 when not given. */
  readonly timeoutMs?: number
  /** Called each time nobody could decide. What it throws is dropped. */
  readonly onProblem?: (problem: Problem) => void
  /** In place of Node's own, for an agent or a proxy of yours. It must not follow redirects when asked not to. */
  readonly fetch?: typeof globalThis.fetch
}

export type Server = {
  /** Without a slash at its end. */
  readonly url: string
  readonly token: string
  readonly timeoutMs: number
  readonly fetch: typeof globalThis.fetch
}

const DEFAULT_TIMEOUT_MS = 1000
const MAX_TIMEOUT_MS = 60_000
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/

/** @throws TypeError for what can never work. Its message repeats nothing: a url may hold a password. */
export function readOptions({ url, token, timeoutMs = DEFAULT_TIMEOUT_MS, fetch }: GatelistOptions): Server {
  if (typeof token !== 'string' || !TOKEN.test(token)) {
    throw new TypeError('Gatelist needs a token: the text of a management token of the role verify')
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`Gatelist needs a timeoutMs that is a whole number from 1 to ${MAX_TIMEOUT_MS}`)
  }
  if (fetch !== undefined && typeof fetch !== 'function')
    throw new TypeError('Gatelist needs a fetch that is a function')
  return { url: readUrl(url), token, timeoutMs, fetch: fetch ?? globalThis.fetch }
}

function readUrl(given: string | URL): string {
  const text = String(given)
  if (!URL.canParse(text)) throw new TypeError('Gatelist needs a url such as https://keys.example.com')
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('Gatelist needs a url of http or https')
  if (`${search}${hash}${username}${password}` !== '') {
    throw new TypeError('Gatelist needs a url without user, password, query and fragment')
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`
}
