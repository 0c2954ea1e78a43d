import { familyBits, parseAddress } from '#lib/ip/address'
import { type Network, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { isLetThrough } from '#lib/traffic/outcomes'
import { type EffectiveList, type Passing, passing } from './effective.ts'

/** Calls from one place that ended in one way, as they are kept. `address`: an address or a network as text; null: unknown. */
export type SeenCaller = { address: string | null; outcome: string; count: bigint; firstAt: Date; lastAt: Date }

/** One caller under two lists. `calls` and `lastAt` are of the calls that were let through, or of all when none was. */
export type CallerEffect = {
  /** An address, or a network of which many called; null when it was never known. */
  address: string | null
  calls: bigint
  lastAt: Date
  before: Passing
  after: Passing
}

/**
 * What a change would do to those who called. `callers`: how many places were let through, or would be before the change.
 * `refused`: those of them that it shuts out, in whole or in part; `admitted`: those that it newly lets in. The latest first.
 */
export type Effect = {
  callers: number
  refused: readonly CallerEffect[]
  admitted: readonly CallerEffect[]
}

const rank = { no: 0, partly: 1, yes: 2 } as const satisfies Record<Passing, number>

/** Judges every caller anew, by the list before a change and by that after it. */
export function replay(before: EffectiveList, after: EffectiveList, seen: readonly SeenCaller[]): Effect {
  const judges = { before: passing(before), after: passing(after) }
  const effects = callersOf(seen)
    .map((caller) => {
      const network = callerNetwork(caller.address)
      return { ...caller, before: judges.before(network), after: judges.after(network) }
    })
    .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
  return {
    callers: effects.filter((caller) => caller.wasLetThrough || caller.before !== 'no').length,
    refused: effects.filter((caller) => rank[caller.after] < rank[caller.before]).map(plain),
    admitted: effects.filter((caller) => rank[caller.after] > rank[caller.before]).map(plain),
  }
}

function plain({ address, calls, lastAt, before, after }: CallerEffect): CallerEffect {
  return { address, calls, lastAt, before, after }
}

type Caller = Pick<CallerEffect, 'address' | 'calls' | 'lastAt'> & { wasLetThrough: boolean }

/** One for each place, however its calls ended. */
function callersOf(seen: readonly SeenCaller[]): Caller[] {
  const byAddress = new Map<string | null, SeenCaller[]>()
  for (const one of seen) {
    const known = byAddress.get(one.address)
    if (known === undefined) byAddress.set(one.address, [one])
    else known.push(one)
  }
  return [...byAddress].map(([address, rows]) => {
    const passed = rows.filter((row) => isLetThrough(row.outcome))
    const told = passed.length > 0 ? passed : rows
    return {
      address,
      calls: told.reduce((sum, row) => sum + row.count, 0n),
      lastAt: new Date(Math.max(...told.map((row) => row.lastAt.getTime()))),
      wasLetThrough: passed.length > 0,
    }
  })
}

/** A caller's place as a network: a single address is one of full length. Null when it is unknown or cannot be read. */
export function callerNetwork(text: string | null): Network | null {
  if (text === null) return null
  if (text.includes('/')) return parseCanonicalNetwork(text)
  const address = parseAddress(text)
  return address === null ? null : networkOf(address, familyBits[address.family])
}
