import { type Address, addressToBigInt } from '#lib/ip/address'
import { lastAddress, type Network, networkContains } from '#lib/ip/network'
import { type KeyStatus, type KeyTimes, keyStatus } from '#lib/keys/rules'
import { isBypassed, isOpenTooLong } from '#lib/policies/judge'
import { type AppliedPolicies, widthEnd } from '#lib/policies/limits'
import type { LetThrough, Outcome } from '#lib/verify/decide'
import type { AccessMode } from '#lib/verify/key-record'
import { isInForce, type ListedEntry } from './listed-entry.ts'

/** All that decides about a call with a key, with what people need to find it again. */
export type EffectiveFacts = KeyTimes & {
  readonly accessMode: AccessMode
  /** Since when it lets any address through; null while it enforces. */
  readonly openSince: Date | null
  readonly bypassUntil: Date | null
  /** What rules it beside its lists. */
  readonly policies: AppliedPolicies
  readonly own: readonly ListedEntry[]
  readonly lists: readonly { readonly id: string; readonly name: string; readonly entries: readonly ListedEntry[] }[]
  /** Null when there is none. `open`: it is off. */
  readonly ceiling: { readonly accessMode: AccessMode; readonly entries: readonly ListedEntry[] } | null
}

/** Where an entry stands. */
export type EntryPlace =
  | { readonly kind: 'own' }
  | { readonly kind: 'list'; readonly id: string; readonly name: string }
  | { readonly kind: 'ceiling' }

/** `isTooWide`: for a policy, which ended that it admits anybody. */
export type PlacedFact = { readonly place: EntryPlace; readonly entry: ListedEntry; readonly isTooWide: boolean }

/** By what an address is let through. `report`: a key that only reports lets everybody through. */
export type Through =
  | { readonly kind: 'entry'; readonly found: PlacedFact }
  | { readonly kind: 'open' }
  | { readonly kind: 'bypass'; readonly until: Date }
  | { readonly kind: 'report' }

/** The entry that an address misses by least. `distance` counts from its nearer end; the address right beside it is 1 off. */
export type Miss = { readonly found: PlacedFact; readonly distance: bigint; readonly side: 'before' | 'past' }

/** What the address alone comes to, whatever the key's status. */
export type AddressOutcome = LetThrough | 'outside_ceiling' | 'open_too_long' | 'ip_not_allowed'

export type Explanation = {
  /** What a call would end in now, in the words of `decide`. */
  readonly outcome: AddressOutcome | Extract<Outcome, 'revoked' | 'expired' | 'paused'>
  /** A key that is not active refuses everybody; the rest is what would hold if it were. */
  readonly status: KeyStatus
  readonly byAddress: AddressOutcome
  readonly through: Through | null
  /** Every entry of the key and its named lists that admits the address, the narrowest first. */
  readonly admitting: readonly PlacedFact[]
  /** Null when there is no ceiling or it is off. `admits`: its entry for the address, or null. */
  readonly ceiling: { readonly accessMode: 'enforce' | 'report'; readonly admits: ListedEntry | null } | null
  /** An entry for the address that is switched off or has expired, where one in force is missing. */
  readonly resting: PlacedFact | null
  /** Where the address is refused or only reported: what it misses, in the ceiling or in the lists. */
  readonly miss: Miss | null
}

/** Why a call with a key from an address ends as it does. Agrees with `decide`, which tells outcomes and no reasons. */
export function explain(key: EffectiveFacts, address: Address, now: Date): Explanation {
  const listed = listedFacts(key, now)
  const inForce = listed.filter((fact) => counts(fact, now))
  const admitting = admittingFacts(inForce, address)
  const ceiling = ceilingVerdict(key.ceiling, address, now)
  const through = throughOf(key, admitting, now)
  const byAddress = outcomeOf(key, through, ceiling)
  const status = keyStatus(key, now)
  const missed = byAddress === 'outside_ceiling' ? ceilingFacts(key.ceiling) : listed
  const lacks = byAddress === 'outside_ceiling' || admitting.length === 0
  return {
    outcome: status === 'active' ? byAddress : status,
    status,
    byAddress,
    through: byAddress === 'outside_ceiling' ? null : through,
    admitting,
    ceiling: ceiling === null ? null : { accessMode: ceiling.accessMode, admits: ceiling.admits },
    resting: lacks
      ? (admittingFacts(
          missed.filter((fact) => !counts(fact, now)),
          address,
        )[0] ?? null)
      : null,
    miss: lacks
      ? nearestFact(
          missed.filter((fact) => counts(fact, now)),
          address,
        )
      : null,
  }
}

function listedFacts({ own, lists, policies }: EffectiveFacts, now: Date): PlacedFact[] {
  const placed = (place: EntryPlace, entries: readonly ListedEntry[]) =>
    entries.map((entry) => {
      const end = widthEnd(entry.network, policies)
      return { place, entry, isTooWide: end !== null && end <= now }
    })
  return [
    ...placed({ kind: 'own' }, own),
    ...lists.flatMap(({ id, name, entries }) => placed({ kind: 'list', id, name }, entries)),
  ]
}

function counts({ entry, isTooWide }: PlacedFact, now: Date): boolean {
  return isInForce(entry, now) && !isTooWide
}

function ceilingFacts(ceiling: EffectiveFacts['ceiling']): PlacedFact[] {
  return (ceiling?.entries ?? []).map((entry) => ({ place: { kind: 'ceiling' }, entry, isTooWide: false }))
}

/** The sort is stable, so of equally wide entries the key's own is named first. */
function admittingFacts(facts: readonly PlacedFact[], address: Address): PlacedFact[] {
  return facts
    .filter(({ entry }) => networkContains(entry.network, address))
    .sort((a, b) => b.entry.network.prefixBits - a.entry.network.prefixBits)
}

type CeilingVerdict = { accessMode: 'enforce' | 'report'; admits: ListedEntry | null }

function ceilingVerdict(ceiling: EffectiveFacts['ceiling'], address: Address, now: Date): CeilingVerdict | null {
  if (ceiling === null || ceiling.accessMode === 'open') return null
  const inForce = ceilingFacts(ceiling).filter(({ entry }) => isInForce(entry, now))
  return { accessMode: ceiling.accessMode, admits: admittingFacts(inForce, address)[0]?.entry ?? null }
}

/** The ceiling apart. */
function throughOf(key: EffectiveFacts, [found]: readonly PlacedFact[], now: Date): Through | null {
  const { accessMode, bypassUntil } = key
  const mayBeOpen = accessMode !== 'enforce' && !isOpenTooLong(key, now)
  if (accessMode === 'open' && mayBeOpen) return { kind: 'open' }
  if (accessMode !== 'open' && found !== undefined) return { kind: 'entry', found }
  if (bypassUntil !== null && isBypassed(key, now)) return { kind: 'bypass', until: bypassUntil }
  return mayBeOpen ? { kind: 'report' } : null
}

function outcomeOf(
  { accessMode }: EffectiveFacts,
  through: Through | null,
  ceiling: CeilingVerdict | null,
): AddressOutcome {
  const isOutside = ceiling !== null && ceiling.admits === null
  if (isOutside && ceiling.accessMode === 'enforce') return 'outside_ceiling'
  if (through === null) return accessMode === 'enforce' ? 'ip_not_allowed' : 'open_too_long'
  if (through.kind === 'bypass') return 'allowed_bypassed'
  return through.kind === 'report' || isOutside ? 'allowed_unlisted' : 'allowed'
}

/** Of equally near ones the first. */
function nearestFact(facts: readonly PlacedFact[], address: Address): Miss | null {
  const value = addressToBigInt(address)
  let best: Miss | null = null
  for (const found of facts) {
    const { network } = found.entry
    if (network.family !== address.family) continue
    const miss: Miss = { found, ...distanceTo(network, value) }
    if (best === null || miss.distance < best.distance) best = miss
  }
  return best
}

function distanceTo(network: Network, value: bigint): Pick<Miss, 'distance' | 'side'> {
  if (value < network.first) return { distance: network.first - value, side: 'before' }
  return { distance: value - lastAddress(network), side: 'past' }
}
