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
// SQLSTATE classes: 08 connection, 53 out of resources, 57 operator intervention, 58 system error, XX internal error.
const SQLSTATE = /^(08|53|57|58|XX)[0-9A-Z]{3}$|^(55P03|25006|25P03|40P01)$/
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
  ].join('|'),
)

/** Whether an error of pg or Prisma means that there was no answer, as opposed to an answer that was an error. */
export function isDatabaseUnavailable(error: unknown): boolean {
  // Prisma and pg wrap causes in several layers, and each names its code differently.
  for (let layer: unknown = error, depth = 0; isRecord(layer) && depth < 6; depth++) {
    if (layer instanceof DatabaseUnavailable) return true
    for (const code of [layer.code, layer.originalCode, layer.errorCode]) {
      if (typeof code === 'string' && (PRISMA.has(code) || SOCKET.has(code) || SQLSTATE.test(code))) return true
    }
    if (typeof layer.message === 'string' && MESSAGE.test(layer.message)) return true
    const errors: unknown = layer.errors
    if (Array.isArray(errors) && errors.some(isDatabaseUnavailable)) return true
    const meta: unknown = layer.meta
    if (isRecord(meta) && isDatabaseUnavailable(meta.driverAdapterError)) return true
    layer = layer.cause
  }
  return false
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
