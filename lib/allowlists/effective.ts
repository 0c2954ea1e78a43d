import { addressFromBigInt, familyBits } from '#lib/ip/address'
import { covers, overlaps } from '#lib/ip/algebra'
import { compileMatcher } from '#lib/ip/matcher'
import { everyAddress, type Network } from '#lib/ip/network'
import { isBypassed, isOpenTooLong, withinPolicies } from '#lib/policies/judge'
import type { AppliedPolicies } from '#lib/policies/limits'
import type { AccessMode } from '#lib/verify/key-record'
import { isInForce } from './listed-entry.ts'

/** An entry as far as judging goes. */
export type ListMember = { readonly network: Network; readonly enabled: boolean; readonly expiresAt: Date | null }

export type NamedList = { readonly id: string; readonly name: string; readonly entries: readonly ListMember[] }

/** All that decides from where a key can be used: its own list, the named lists that it uses, and the workspace's ceiling. */
export type KeyLists = {
  readonly keyId: string
  readonly name: string
  readonly accessMode: AccessMode
  /** Since when it lets any address through; null while it enforces. */
  readonly openSince: Date | null
  readonly bypassUntil: Date | null
  /** What rules it beside its lists. */
  readonly policies: AppliedPolicies
  readonly own: readonly ListMember[]
  readonly lists: readonly NamedList[]
  /** Null when there is none. `open`: it is off. */
  readonly ceiling: {
    readonly id: string
    readonly accessMode: AccessMode
    readonly entries: readonly ListMember[]
  } | null
}

/** What of that is in force at a moment. `listed`: the key's own entries and those of its lists. */
export type EffectiveList = {
  readonly accessMode: AccessMode
  readonly listed: readonly Network[]
  /** Null when no ceiling is enforced. */
  readonly ceiling: readonly Network[] | null
  readonly isBypassed: boolean
}

export function effectiveAt(key: KeyLists, now: Date): EffectiveList {
  const { ceiling, policies } = key
  const isOverdue = isOpenTooLong(key, now)
  const entries = [...key.own, ...key.lists.flatMap((list) => list.entries)]
  return {
    // A policy that ends openness leaves a key that only reports its list, and an open key none.
    accessMode: isOverdue ? 'enforce' : key.accessMode,
    listed: isOverdue && key.accessMode === 'open' ? [] : inForce(withinPolicies(entries, policies), now),
    ceiling: ceiling === null || ceiling.accessMode !== 'enforce' ? null : inForce(ceiling.entries, now),
    isBypassed: isBypassed(key, now),
  }
}

function inForce(entries: readonly ListMember[], now: Date): Network[] {
  return entries.filter((entry) => isInForce(entry, now)).map((entry) => entry.network)
}

/** From where calls are let through, ceiling apart. */
export function reachOf({ accessMode, isBypassed, listed }: EffectiveList): readonly Network[] {
  return accessMode === 'enforce' && !isBypassed ? listed : everyAddress
}

/** `partly`: of a network with many addresses some pass and some do not. */
export type Passing = 'yes' | 'no' | 'partly'

/** Compiled once, to be asked of many callers; agrees with `decide` on a key that is active. Null: an unknown address. */
export function passing(list: EffectiveList): (caller: Network | null) => Passing {
  const reach = reachOf(list)
  const gates = [...(list.ceiling === null ? [] : [list.ceiling]), ...(reach === everyAddress ? [] : [reach])].map(
    gateOf,
  )
  return (caller) => {
    if (caller === null) return gates.length === 0 ? 'yes' : 'no'
    const answers = gates.map((gate) => gate(caller))
    if (answers.includes('no')) return 'no'
    // Two lists may each admit another part of a network, so all that can be said is "some".
    return answers.includes('partly') ? 'partly' : 'yes'
  }
}

function gateOf(networks: readonly Network[]): (caller: Network) => Passing {
  const matcher = compileMatcher(networks)
  return (caller) => {
    const isSingle = caller.prefixBits === familyBits[caller.family]
    if (isSingle) return matcher.matches(addressFromBigInt(caller.family, caller.first)) ? 'yes' : 'no'
    if (covers(networks, [caller])) return 'yes'
    return overlaps(networks, [caller]) ? 'partly' : 'no'
  }
}
