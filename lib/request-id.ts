import { randomBytes } from 'node:crypto'

const processPart = randomBytes(6).toString('hex')
let count = 0

/** A new request id, unique across processes: `<12 hex digits>-<count in base 36>`. */
export function newRequestId(): string {
  count += 1
  return `${processPart}-${count.toString(36)}`
}

const READABLE = /^[A-Za-z0-9._-]{1,64}$/

/** Whether an id sent by a trusted proxy may be taken over. */
export function isRequestId(text: string): boolean {
  return READABLE.test(text)
}
