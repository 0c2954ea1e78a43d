import pino from 'pino'
import { env } from '#lib/env'

type Write = (details: object, message: string) => void

const SENSITIVE = [
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
  'credential',
  'raw_key',
  'password',
  'passwordHash',
  'token',
  'digest',
  'databaseUrl',
]

let logger: pino.Logger | undefined

// Made at the first line: importing a module must not need a configuration.
function at(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Write {
  return (details, message) => {
    logger ??= pino({
      level: env().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: SENSITIVE.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
    })
    logger[level](details, message)
  }
}

/** JSON lines on standard output. An error goes under `err`. What is called like a secret is not written, three levels deep. */
export const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
