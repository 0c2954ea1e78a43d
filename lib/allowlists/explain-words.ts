import { type Address, formatAddress } from '#lib/ip/address'
import { formatNumber } from '#lib/ip/count'
import { displayNetwork, type Network } from '#lib/ip/network'
import { widened } from '#lib/ip/widen'
import { absoluteTime } from '#lib/time'
import { isLetThrough } from '#lib/verify/decide'
import { entryStanding } from './entry-standing.ts'
import type { EntryPlace, Explanation, Miss, PlacedFact, Through } from './explain.ts'

/** "10.0.0.0/8 (Office)", with the named list it stands in. */
export function entryWords({ place, entry }: PlacedFact): string {
  const note = entry.note === null ? '' : ` (${entry.note})`
  return `${displayNetwork(entry.network)}${note}${placeWords[place.kind](place)}`
}

const placeWords: Record<EntryPlace['kind'], (place: EntryPlace) => string> = {
  own: () => '',
  list: (place) => (place.kind === 'list' ? ` of the named list ${place.name}` : ''),
  ceiling: () => ' of the ceiling',
}

/** In one sentence: allowed or refused, and why. */
export function verdictSentence(explanation: Explanation, address: Address): string {
  const { status, byAddress } = explanation
  const text = formatAddress(address)
  if (status !== 'active') {
    return `Refused: the key is ${status}. ${text} ${isLetThrough(byAddress) ? 'would otherwise be let through' : 'would be refused anyway'}: ${reasonWords(explanation)}.`
  }
  return `${isLetThrough(byAddress) ? 'Let through' : 'Refused'}: ${reasonWords(explanation)}.`
}

/** Why, whatever the key's status; a part of a sentence. */
export function reasonWords({ byAddress, through, ceiling }: Explanation): string {
  if (byAddress === 'outside_ceiling') return 'the workspace’s ceiling does not admit this address'
  if (byAddress === 'open_too_long') return 'a policy ended that the key lets any address through'
  if (through === null) return 'no entry in force admits this address'
  const reported = ceiling?.accessMode === 'report' && ceiling.admits === null
  return `${throughWords(through)}${reported ? '; the workspace’s ceiling, which only reports, would refuse it' : ''}`
}

function throughWords(through: Through): string {
  if (through.kind === 'entry') return `${entryWords(through.found)} admits it`
  if (through.kind === 'open') return 'the key is open to any address'
  if (through.kind === 'bypass')
    return `a bypass opens the key until ${absoluteTime(through.until)}; no entry in force admits it`
  return 'the key only reports; no entry in force admits it, so enforcing would refuse it'
}

/** "1 past 203.0.113.0/24", "300 before 10.0.0.0/8 (Office)". */
export function missWords({ found, distance, side }: Miss): string {
  return `${formatNumber(distance)} ${side} ${entryWords(found)}`
}

/** What a miss could be mended by: the address itself, and a wider network where that is not much to ask. */
export type Inclusion = { readonly add: string; readonly widen: Network | null }

export function inclusionOf(miss: Miss | null, address: Address): Inclusion {
  const network = miss?.found.entry.network
  return { add: formatAddress(address), widen: network === undefined ? null : widened(network, address) }
}

/** "One off 203.0.113.0/24: add 203.0.114.0, or widen to 203.0.112.0/22." */
export function missSentence(miss: Miss | null, address: Address): string {
  const { add, widen } = inclusionOf(miss, address)
  const wider = widen === null ? '' : `, or widen to ${displayNetwork(widen)}`
  if (miss === null) return `Add ${add} to admit it.`
  return `${sentenceStart(missWords(miss))}: add ${add}${wider}.`
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** "8.8.8.8 (Office) is switched off", of an entry that would admit the address. */
export function restingWords(resting: PlacedFact, now: Date): string {
  if (resting.isTooWide) return `${entryWords(resting)} would admit it, but is wider than a policy allows`
  const standing = entryStanding(resting.entry, now)
  return `${entryWords(resting)} would admit it, but ${standing === 'off' ? 'is switched off' : 'has expired'}`
}
