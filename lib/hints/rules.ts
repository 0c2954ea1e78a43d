import type { Network } from '#lib/ip/network'
import { anyAddressHint } from './any-address.ts'
import { coveredHint } from './covered.ts'
import { expiredHint } from './expired.ts'
import type { HintFacts } from './facts.ts'
import { neverMatchedHint } from './never-matched.ts'
import { noNoteHint } from './no-note.ts'
import { onlyIpv4Hint } from './only-ipv4.ts'
import { openInUseHint } from './open-in-use.ts'
import { privateUnmatchedHint } from './private-unmatched.ts'
import { veryWideHint } from './very-wide.ts'

export const hintCodes = [
  'open_in_use',
  'any_address',
  'very_wide',
  'expired',
  'private_unmatched',
  'never_matched',
  'covered',
  'only_ipv4',
  'no_note',
] as const
export type HintCode = (typeof hintCodes)[number]

/** What one press does about it. `suggest` leads to the suggestion, where a list is chosen and reviewed. */
export type Fix =
  | { kind: 'suggest' }
  | { kind: 'remove'; entryIds: readonly string[] }
  | { kind: 'switch_off'; entryIds: readonly string[] }
  | { kind: 'replace'; entryIds: readonly string[]; by: readonly Network[] }
  | { kind: 'add'; networks: readonly Network[] }
  | { kind: 'extend'; entryIds: readonly string[]; days: number }
  | { kind: 'note'; entryIds: readonly string[] }

export type FixKind = Fix['kind']

/** `warning`: the list lets in more than it says; `notice`: it is longer or staler than it need be. */
export type Severity = 'warning' | 'notice'

/** One thing about a key's list that could be better, in one sentence, with what to do about it. The first fix is the usual one. */
export type Hint = {
  readonly code: HintCode
  readonly severity: Severity
  readonly sentence: string
  readonly entryIds: readonly string[]
  readonly fixes: readonly [Fix, ...Fix[]]
}

const rules = {
  open_in_use: openInUseHint,
  any_address: anyAddressHint,
  very_wide: veryWideHint,
  expired: expiredHint,
  private_unmatched: privateUnmatchedHint,
  never_matched: neverMatchedHint,
  covered: coveredHint,
  only_ipv4: onlyIpv4Hint,
  no_note: noNoteHint,
} satisfies Record<HintCode, (facts: HintFacts) => Hint | null>

/** At most one hint of each code, the most pressing first. A key that can never be used again needs none. */
export function hintsOf(facts: HintFacts): Hint[] {
  if (facts.isOver) return []
  return hintCodes.flatMap((code) => rules[code](facts) ?? [])
}
