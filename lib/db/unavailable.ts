import { UNPREPARED } from './prepared.ts'

/** The database gave no answer: absent, stopped, out of connections, out of space, or too slow. */
export class DatabaseUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseUnavailable'
  }
}

// P1xxx and P2xxx: Prisma's error reference. P2024 pool, P2028 transaction, P2037 too many connections.
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037'])
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])
// SQLSTATE classes: 08 connection, 53 out of resources, 57 operator intervention, 58 system error, XX internal error;
// 25006 is a standby that does not write yet.
const SQLSTATE = /^(08|53|57|58|XX)[0-9A-Z]{3}$|^(25006|25P03)$/
// What Prisma's adapter makes of socket errors under a raw query; the error around it only says P2010, raw query failed.
const ADAPTER = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
])
const MESSAGE = new RegExp(
  [
    'Query read timeout',
    'timeout exceeded when trying to connect',
    'Connection terminated',
    'Client was closed and is not queryable',
    'Client has encountered a connection error',
    'Cannot use a pool after calling end',
    "Can't reach database server",
    'Unable to start a transaction in the given time',
    UNPREPARED,
  ].join('|'),
)

// Lock not had in time, deadlock. The server is well; somebody else is in the way.
const CONTENTION = /^(55P03|40P01)$/

// What our account may not do, an audit trail that it may not write for one. It was not done, and can be once that is put right.
const NOT_ALLOWED = /^42501$/

/** Whether an error of pg or Prisma means that the work could not be done now, as opposed to an answer that was an error. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const isForNow = (code: string) => CONTENTION.test(code) || NOT_ALLOWED.test(code)
  return isWithoutAnswer(error) || layersOf(error).some((layer) => codesOf(layer).some(isForNow))
}

/** Whether the server as a whole gave no answer. */
export function isWithoutAnswer(error: unknown): boolean {
  return layersOf(error).some(
    (layer) =>
      layer instanceof DatabaseUnavailable ||
      codesOf(layer).some((code) => PRISMA.has(code) || SOCKET.has(code) || SQLSTATE.test(code)) ||
      (typeof layer.kind === 'string' && ADAPTER.has(layer.kind)) ||
      (typeof layer.message === 'string' && MESSAGE.test(layer.message)),
  )
}

type Layer = Record<string, unknown>

/** Prisma and pg wrap causes in several ways; these are all of them, outermost first. */
function layersOf(error: unknown, depth = 0): Layer[] {
  if (typeof error !== 'object' || error === null || depth > 6) return []
  const layer = error as Layer
  const meta = layer.meta as Layer | null | undefined
  const inner = [layer.cause, meta?.driverAdapterError, ...(Array.isArray(layer.errors) ? layer.errors : [])]
  return [layer, ...inner.flatMap((cause) => layersOf(cause, depth + 1))]
}

function codesOf(layer: Layer): string[] {
  return [layer.code, layer.originalCode].filter((code) => typeof code === 'string')
}
