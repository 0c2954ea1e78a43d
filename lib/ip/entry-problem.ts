/** `at` and `length` mark the offending part within the entry's text, in UTF-16 code units. */
export type EntryProblem = { code: EntryProblemCode; message: string; at: number; length: number }
export type RefusedEntry = { ok: false; problem: EntryProblem; suggestion?: string }

export type EntryProblemCode =
  | 'empty'
  | 'too_long'
  | 'not_ascii'
  | 'unexpected_character'
  | 'brackets'
  | 'url'
  | 'host_name'
  | 'port'
  | 'zone_id'
  | 'wildcard'
  | 'range_incomplete'
  | 'range_short'
  | 'range_reversed'
  | 'range_mixed'
  | 'range_of_networks'
  | 'range_mapped'
  | 'prefix_missing'
  | 'prefix_out_of_range'
  | 'prefix_leading_zero'
  | 'prefix_netmask'
  | 'prefix_mapped'
  | 'prefix_unreadable'
  | 'ipv4_leading_zero'
  | 'ipv4_out_of_range'
  | 'ipv4_short'
  | 'ipv4_long'
  | 'ipv4_number'
  | 'ipv4_hexadecimal'
  | 'ipv4_empty_octet'
  | 'ipv6_group'
  | 'ipv6_gap'
  | 'ipv6_length'
  | 'mac_address'
  | 'too_many_entries'
  | 'list_too_long'
  | 'note_too_long'
  | 'note_unreadable'
  | 'note_without_entry'

export type Span = { at: number; length: number }

export function refuse(code: EntryProblemCode, message: string, span: Span, suggestion?: string): RefusedEntry {
  const problem = { code, message, at: span.at, length: span.length }
  return suggestion === undefined ? { ok: false, problem } : { ok: false, problem, suggestion }
}

/** Moves a finding about a part to its place in the whole entry, and completes its suggestion with the rest. */
export function within(
  found: RefusedEntry,
  part: { at: number; complete: (suggestion: string) => string },
): RefusedEntry {
  const { code, message, at, length } = found.problem
  const suggestion = found.suggestion === undefined ? undefined : part.complete(found.suggestion)
  return refuse(code, message, { at: at + part.at, length }, suggestion)
}
