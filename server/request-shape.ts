import type { IncomingMessage } from 'node:http'

/** What is wrong with a request that Node's parser let pass, as a status of HTTP. */
export type ShapeProblem = 400 | 505

/** Characters of a host and a port; nothing that could begin a path or a user. */
const HOST = /^[A-Za-z0-9._~!$&'()*+,;=%:[\]-]*$/
const NAME = 'host'
const CODING = 'transfer-encoding'

type Shape = Pick<IncomingMessage, 'httpVersionMajor' | 'httpVersionMinor' | 'rawHeaders'>

/**
 * Refuses what two readers of one request could take for different things: a second Host line, a Host that is no host, a version
 * whose rules are not those of HTTP/1, a coding that nobody here unpacks, chunks in a version that has none (RFC 9112, sections 2.3,
 * 3.2 and 6.1).
 */
export function shapeProblem(request: Shape): ShapeProblem | null {
  if (request.httpVersionMajor !== 1) return 505
  const { rawHeaders } = request
  let seen = false
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (name.length === CODING.length && name.toLowerCase() === CODING && !isChunks(request, rawHeaders[at + 1]))
      return 400
    if (name.length !== NAME.length || name.toLowerCase() !== NAME) continue
    if (seen || !HOST.test(rawHeaders[at + 1] ?? '')) return 400
    seen = true
  }
  return null
}

function isChunks({ httpVersionMinor }: Shape, coding = ''): boolean {
  return httpVersionMinor > 0 && coding.trim().toLowerCase() === 'chunked'
}
