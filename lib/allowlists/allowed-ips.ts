import { type AllowlistItem, parseAllowlist } from '#lib/ip/allowlist'
import { formatNetwork, type Network } from '#lib/ip/network'

/** One entry of a key's list, in canonical form, with the note its owner wrote after `#`. */
export type ListEntry = {
  readonly network: Network
  readonly note: string | null
  /** As a program sent it, to be sent back the same; absent where nobody needs that. */
  readonly written?: string
}

/** What is wrong with one item of the field; line and column count from 1, item from 0. */
export type ItemProblem = { item: number; line: number; column: number; message: string }

export type AllowedIps =
  | { ok: true; entries: readonly ListEntry[] }
  | { ok: false; message: string; problems: readonly ItemProblem[] }

/**
 * Reads the Allowed IPs field for saving: all of it or nothing. An empty field is an empty list; separators alone are an
 * error, because nobody opens a key by a stray comma.
 */
export function readAllowedIps(text: string): AllowedIps {
  const list = parseAllowlist(text)
  if (list.kind === 'empty') return { ok: true, entries: [] }
  if (list.kind === 'separators_only') return { ok: false, message: sentence(list.message), problems: [] }
  const problems = list.items.flatMap(problemOf)
  const [first] = problems
  if (first !== undefined) return { ok: false, message: summary(first, problems.length - 1), problems }
  return { ok: true, entries: list.networks.map(({ network, note }) => ({ network, note })) }
}

/** How entries are told apart and stored: the network's canonical text. */
export function networkText(entry: ListEntry): string {
  return formatNetwork(entry.network)
}

function problemOf({ parsed, line, column }: AllowlistItem, item: number): ItemProblem[] {
  if (parsed.ok) return []
  return [{ item, line, column: column + parsed.problem.at, message: sentence(parsed.problem.message) }]
}

function summary({ line, column, message }: ItemProblem, others: number): string {
  const rest = others === 0 ? '' : ` And ${others.toLocaleString('en-US')} more to mend.`
  return `Line ${line}, column ${column}: ${message}${rest}`
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}
