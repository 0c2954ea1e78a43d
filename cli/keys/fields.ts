import type { Command } from 'commander'
import { Option } from 'commander'
import { formatDuration, parseDuration } from '#lib/duration'
import { readCidrs } from '../allowlists/read-cidrs.ts'
import { usage } from '../failure.ts'
import { isRecord } from '../http/problem.ts'

/** The fields of a key that options set, by option. */
export type FieldOptions = {
  readonly scopes?: string
  readonly metadata?: string
  readonly allowedCidrs?: string
  readonly rateLimitQuota?: string
  readonly rateLimitWindow?: string
}

export type Fields = Readonly<Record<string, unknown>>

/** The options of what issue, import, update and rotate can all set. */
export function addFieldOptions(command: Command): Command {
  return command
    .option('--scopes <a,b>', 'scopes, separated by commas')
    .option('--metadata <json>', 'a JSON object kept with the key')
    .option('--allowed-cidrs <a,b>', 'addresses, networks or ranges that may use the key')
    .option('--rate-limit-quota <n>', 'calls allowed in a window')
    .option('--rate-limit-window <duration>', 'length of that window, such as 60s or 1h')
}

export function addVisibilityOption(command: Command): Command {
  return command.addOption(
    new Option('--visibility <kind>', 'whether the key may be published').choices(['secret', 'public']),
  )
}

/** The body of a request: the fields whose options were given. Throws when one cannot be meant. */
export function readFields(options: FieldOptions): { fields: Fields; notices: readonly string[] } {
  const { scopes, metadata, allowedCidrs } = options
  const list = allowedCidrs === undefined ? null : readCidrs(allowedCidrs)
  const fields = {
    ...(scopes === undefined ? {} : { scopes: readScopes(scopes) }),
    ...(metadata === undefined ? {} : { metadata: readObject(metadata, '--metadata') }),
    ...(list === null ? {} : { ip_restriction: { allowed_cidrs: list.cidrs } }),
    ...readRateLimit(options),
  }
  return { fields, notices: list?.notices ?? [] }
}

export function readScopes(text: string): readonly string[] {
  return text
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '')
}

/** Reads a JSON object given as an option. */
export function readObject(text: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw usage(`${where} is not JSON: ${(error as Error).message}`)
  }
  if (!isRecord(value)) throw usage(`${where} is not a JSON object`)
  return value
}

function readRateLimit({ rateLimitQuota: quota, rateLimitWindow: window }: FieldOptions): Fields {
  if (quota === undefined && window === undefined) return {}
  if (quota === undefined || window === undefined) throw usage('--rate-limit-quota and --rate-limit-window go together')
  if (!/^[1-9]\d{0,17}$/.test(quota)) throw usage('--rate-limit-quota is a whole number above 0')
  const seconds = parseDuration(window)
  if (seconds === null || seconds === 0) throw usage('--rate-limit-window is a duration such as 60s or 1h')
  // The wire takes whole seconds only here, and 64-bit numbers as text.
  return { rate_limit_policy: { quota, window: formatDuration(seconds) } }
}
