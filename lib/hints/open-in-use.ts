import type { HintFacts } from './facts.ts'
import { counted } from './naming.ts'
import type { Hint } from './rules.ts'

/** An open key that somebody calls: its callers make a list. */
export function openInUseHint({ accessMode, callers, seenDays }: HintFacts): Hint | null {
  if (accessMode !== 'open' || callers.length === 0) return null
  const who = counted(callers.length, 'address', 'addresses')
  return {
    code: 'open_in_use',
    severity: 'warning',
    sentence: `Any address can use this key, and ${who} did in the last ${seenDays} days.`,
    entryIds: [],
    fixes: [{ kind: 'suggest' }],
  }
}
