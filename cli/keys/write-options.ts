import type { Command } from 'commander'
import { usage } from '../failure.ts'
import type { Call } from '../http/client.ts'

/** How a write is sent, besides what it says. */
export type WriteOptions = {
  readonly idempotencyKey?: string
  readonly ifMatch?: string
  readonly dryRun?: true
  readonly confirmLockout?: string
}

/** Options of a write that makes something. */
export function addWriteOptions(command: Command): Command {
  return command
    .option('--idempotency-key <key>', 'repeat a write safely: the same key answers the first answer again')
    .option('--dry-run', 'say what would change, and change nothing')
}

/** Options of a write to something that is there. */
export function addChangeOptions(command: Command): Command {
  return addWriteOptions(command).option('--if-match <etag>', 'only if it is still as this ETag says')
}

/** Options of a write that may refuse who calls now. */
export function addListChangeOptions(command: Command): Command {
  return addChangeOptions(command).option(
    '--confirm-lockout <addresses>',
    'refuse these from now on, though they called in the last hour; separated by commas',
  )
}

/** The headers and query of a write. */
export function writeCall(options: WriteOptions): Pick<Call, 'headers' | 'query'> {
  return {
    headers: {
      ...headerOf('Idempotency-Key', options.idempotencyKey),
      ...headerOf('If-Match', options.ifMatch),
    },
    query: { dry_run: options.dryRun === true ? 'true' : undefined, confirm_lockout: options.confirmLockout },
  }
}

function headerOf(name: string, value: string | undefined): Record<string, string> {
  if (value === undefined) return {}
  if (!/^[\x21-\x7e]{1,255}$/.test(value))
    throw usage(`${name} takes 1 to 255 printable ASCII characters and no blanks`)
  return { [name]: value }
}
