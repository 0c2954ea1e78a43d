import { parseAllowlist } from '#lib/ip/allowlist'
import { displayNetwork } from '#lib/ip/network'
import { usage } from '../failure.ts'

/** `cidrs` as typed, ranges as the fewest networks; `notices` say what was understood otherwise than written. */
export type ReadCidrs = { readonly cidrs: readonly string[]; readonly notices: readonly string[] }

/**
 * Reads the value of `--allowed-cidrs`: addresses, networks and ranges. Empty text is the empty list, which opens a key;
 * text of separators alone is a mistake. Throws with every problem at once.
 */
export function readCidrs(text: string, where = '--allowed-cidrs'): ReadCidrs {
  const list = parseAllowlist(text)
  if (list.kind === 'empty') return { cidrs: [], notices: [] }
  if (list.kind === 'separators_only') throw usage(`${where}: ${list.message}`)
  const problems = list.items.flatMap(({ text, note, parsed }) => {
    if (!parsed.ok) return `${where}: ${text}: ${parsed.problem.message}${meant(parsed.suggestion)}`
    return note === null ? [] : `${where}: ${text}: a note cannot be given here; use gatelist keys allow --note`
  })
  if (problems.length > 0) throw usage(problems.join('\n'))
  return {
    cidrs: list.items.flatMap(({ text, parsed }) =>
      parsed.ok && isRange(text) ? parsed.networks.map(displayNetwork) : text,
    ),
    notices: list.items.flatMap(({ text, parsed }) =>
      parsed.ok ? parsed.notices.map(({ message }) => `${text}: ${message}`) : [],
    ),
  }
}

/** ` Did you mean 10.0.0.0/8?`, where there is a suggestion. */
export function meant(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `. Did you mean ${suggestion}?`
}

function isRange(text: string): boolean {
  return text.includes('-')
}
