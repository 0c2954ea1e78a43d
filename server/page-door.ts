import { IncomingMessage, type ServerResponse } from 'node:http'
import { hasTooManyHeaders } from '#lib/client-ip/header-lines'
import { env } from '#lib/env'
import { pageHeaders } from '#lib/page-headers'
import { newRequestId } from '#lib/request-id'

/** What pages and their forms use; to anything else Next would answer as if it were a GET, or with a fault. */
const METHODS = ['GET', 'HEAD', 'POST']
/** Above the limit of the pages' own forms, so that those answer first and in words. */
const MAX_BODY_BYTES = 3_000_000

/** Headers by which a caller could claim to be a proxy. */
const OF_PROXIES = /^(forwarded|x-forwarded-.*|x-real-ip|cf-connecting-ip|true-client-ip)$/

/**
 * Headers by which a caller could speak to Next's inside (its `INTERNAL_HEADERS` and every other that its source reads), to a
 * hosting service it would believe to stand behind, or to what our own proxy.ts tells the pages.
 */
const OF_THE_INSIDE =
  /^(x-(middleware|nextjs|next|now|vercel|matched|invoke|invocation|prerender|action|deployment|gatelist)-.*|content-security-policy.*)$/

/** What the pages' own scripts send to the server; the last is of development. */
const OF_OUR_SCRIPTS = [
  'next-action',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  'next-url',
  'next-hmr-refresh',
]

function isForbidden(name: string): boolean {
  if (name.startsWith('next-')) return !OF_OUR_SCRIPTS.includes(name)
  return OF_PROXIES.test(name) || OF_THE_INSIDE.test(name)
}

/**
 * What a request must be before the pages see it. Refuses what they would answer wrongly, leaves them no header that
 * a caller could lie with, and gives their answer the headers that every one of them carries.
 *
 * @returns whether it may pass; if not, it has been answered
 */
export function admitToPages(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '/', rawHeaders, headers } = request
  if (!METHODS.includes(method)) return refuse(response, 405, ['Allow', METHODS.join(', ')])
  if (!url.startsWith('/')) return refuse(response, 400)
  if (hasTooManyHeaders(rawHeaders)) return refuse(response, 431)
  const hosts = rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host')
  if (hosts.length !== 1) return refuse(response, 400)
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse(response, 413)
  limitBody(request, response)

  for (const name of Object.keys(headers)) if (isForbidden(name)) delete headers[name]
  // Next compares a form's Origin with these; the truth is what was configured, else what the browser asked for.
  const { appUrl, appUrlIsDefault } = env()
  headers['x-forwarded-host'] = appUrlIsDefault ? (headers.host ?? '') : appUrl.host
  headers['x-forwarded-proto'] = appUrlIsDefault ? 'http' : appUrl.protocol.slice(0, -1)
  for (const [name, value] of Object.entries(pageHeaders(appUrl))) response.setHeader(name, value)
  return true
}

function refuse(response: ServerResponse, status: number, more: string[] = []): false {
  const headers = ['Content-Length', '0', 'Connection', 'close', 'X-Request-Id', newRequestId(), ...more]
  response.writeHead(status, headers)
  response.end()
  return false
}

/** Counts a body that did not say its length, as its bytes come in; reading it here would take it from the pages. */
function limitBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['transfer-encoding'] === undefined) return
  let received = 0
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    received += chunk?.length ?? 0
    if (received <= MAX_BODY_BYTES) return IncomingMessage.prototype.push.call(request, chunk, encoding)
    if (!response.headersSent) refuse(response, 413)
    request.destroy()
    return false
  }
}
