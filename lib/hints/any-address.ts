import { covers } from '#lib/ip/algebra'
import { entriesInForce, type HintFacts } from './facts.ts'
import { named } from './naming.ts'
import type { Fix, Hint } from './rules.ts'

/** An entry that admits every address makes a list of no list. */
export function anyAddressHint(facts: HintFacts): Hint | null {
  if (facts.accessMode === 'open') return null
  const inForce = entriesInForce(facts)
  const wide = inForce.filter((entry) => entry.network.prefixBits === 0)
  if (wide.length === 0) return null
  const entryIds = wide.map((entry) => entry.id)
  const remove: Fix = { kind: 'remove', entryIds }
  const rest = [
    ...inForce.filter((entry) => entry.network.prefixBits > 0).map((entry) => entry.network),
    ...facts.listed,
  ]
  const admitsCallers = rest.length > 0 && facts.callers.every((caller) => covers(rest, [caller.network]))
  const admits = wide.length === 1 ? 'admits' : 'admit'
  const family = wide.length > 1 ? '' : wide[0]?.network.family === 4 ? 'IPv4 ' : 'IPv6 '
  return {
    code: 'any_address',
    severity: 'warning',
    sentence: `${named(wide.map((entry) => entry.network))} ${admits} every ${family}address${
      admitsCallers ? ', and the other entries admit everybody who called' : ''
    }.`,
    entryIds,
    // Without it callers would be refused, so a list for them comes first.
    fixes: admitsCallers || facts.callers.length === 0 ? [remove] : [{ kind: 'suggest' }, remove],
  }
}
