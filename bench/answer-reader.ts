/**
 * Finds out when an answer of HTTP/1.1 is complete, for one connection with one request in flight.
 * The first answer is read in full; a later one that comes in one piece, as long as the one before it and with the same status, is
 * taken as read, because whoever measures must cost less than what is measured. Were one ever taken too soon, its rest would come
 * as the beginning of the next, which ends the measurement.
 */
export type AnswerReader = {
  /** Takes what has come, which may be overwritten afterwards. Returns the status, or 0 while the answer is not whole. */
  take(chunk: Buffer): number
  /** The last answer that was whole; until the next `take`. */
  bytes(): Buffer
}

const NOTHING: Buffer = Buffer.alloc(0)

export function createAnswerReader(): AnswerReader {
  let begun: Buffer | null = null
  let whole = NOTHING
  let lastLength = 0
  let lastStatus = 0
  return {
    bytes: () => whole,
    take(chunk) {
      if (begun === null && chunk.length === lastLength && statusOf(chunk) === lastStatus) {
        whole = chunk
        return lastStatus
      }
      const bytes = begun === null ? chunk : Buffer.concat([begun, chunk])
      const length = lengthOf(bytes)
      if (length === null || bytes.length < length) {
        begun = Buffer.from(bytes)
        return 0
      }
      if (bytes.length > length) throw new Error(`more came than was asked for:\n${bytes.toString('latin1')}`)
      begun = null
      whole = bytes
      lastLength = length
      lastStatus = statusOf(bytes)
      return lastStatus
    },
  }
}

/** The three digits after `HTTP/1.1 `; not a number where the bytes begin otherwise. */
function statusOf(bytes: Buffer): number {
  if (bytes[0] !== 0x48) return Number.NaN
  return ((bytes[9] ?? 0) - 48) * 100 + ((bytes[10] ?? 0) - 48) * 10 + (bytes[11] ?? 0) - 48
}

/** How long the answer is that begins here, or null when that cannot be told yet. */
function lengthOf(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const head = bytes.toString('latin1', 0, headEnd + 2)
  const bodyStart = headEnd + 4
  if (!/^HTTP\/1\.1 \d{3}/.test(head)) throw new Error(`not an answer of HTTP/1.1:\n${bytes.toString('latin1')}`)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return bodyStart + Number(length)
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunkedEnd(bytes, bodyStart)
  throw new Error(`an answer that only ends with its connection:\n${head}`)
}

/** Where a body of chunks ends (RFC 9112 §7.1), or null when its last chunk has not come. */
function chunkedEnd(bytes: Buffer, start: number): number | null {
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return null
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    at = lineEnd + 2 + size + 2
    if (size === 0) return at
  }
}
