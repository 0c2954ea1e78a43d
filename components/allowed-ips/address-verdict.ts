import { type Address, formatAddress, parseAddress } from '#lib/ip/address'
import type { AllowlistItem } from '#lib/ip/allowlist'
import { parseEntry } from '#lib/ip/entry'
import { nearest } from '#lib/ip/nearest'
import { displayNetwork, networkContains, sameNetwork } from '#lib/ip/network'
import { standingWords } from '#lib/keys/words'
import { emptyListWords } from './empty-list-words.ts'
import type { ListReading, ReadItems } from './list-reading.ts'
import type { ListSubject } from './list-subject.tsx'

export type Verdict = { kind: 'nothing' } | { kind: 'yes' | 'no' | 'unreadable'; text: string; place: number | null }

/** Would the list of `subject`, as it is typed now, admit this address, and by which entry? */
export function verdictOn(text: string, reading: ListReading, subject: ListSubject = 'key'): Verdict {
  const typed = text.trim()
  if (typed === '') return { kind: 'nothing' }
  const address = parseAddress(typed)
  if (address === null) return { kind: 'unreadable', text: whyNoAddress(typed), place: null }
  if (reading.kind === 'empty') {
    const { tone, verdict } = emptyListWords[subject]
    return { kind: tone === 'open' ? 'yes' : 'no', text: verdict, place: null }
  }
  if (reading.kind === 'separators_only') {
    return { kind: 'no', text: 'There is no address in the list yet', place: null }
  }
  const found = nearest(
    reading.networks.map(({ network }) => network),
    address,
  )
  if (found.matched === null) {
    return restingVerdict(address, reading) ?? { kind: 'no', text: `${found.message}${leftOut(reading)}`, place: null }
  }
  const { matched } = found
  const place = reading.networks.find(({ network }) => sameNetwork(network, matched))?.item ?? null
  const item = place === null ? undefined : reading.items[place]
  const entry = item === undefined ? displayNetwork(matched) : nameOf(item, displayNetwork(matched))
  return { kind: 'yes', text: `${formatAddress(address)} matches ${entry}`, place }
}

/** An entry that would admit the address, were it in force. */
function restingVerdict(address: Address, { items, resting, networks }: ReadItems): Verdict | null {
  for (const [place, standing] of resting) {
    const item = items[place]
    const network = item?.parsed.ok && item.parsed.networks.find((each) => networkContains(each, address))
    if (!item || !network) continue
    const entry = nameOf(item, displayNetwork(network))
    return {
      kind: 'no',
      text: `${formatAddress(address)} is in ${entry}, which is ${standingWords[standing].toLowerCase()}`,
      place,
    }
  }
  if (resting.size > 0 && networks.length === 0)
    return { kind: 'no', text: 'No entry of the list is in force', place: null }
  return null
}

function nameOf(item: AllowlistItem, canonical: string): string {
  const note = item.note === null ? '' : `, ${item.note}`
  // A range is kept as several networks, of which its author knows nothing.
  const name = item.parsed.ok && item.parsed.networks.length > 1 ? item.text : canonical
  return `${name} (line ${item.line}${note})`
}

function whyNoAddress(typed: string): string {
  const parsed = parseEntry(typed)
  if (parsed.ok) return 'Type a single address here, not a network or a range'
  return parsed.suggestion === undefined
    ? parsed.problem.message
    : `${parsed.problem.message}: try ${parsed.suggestion}`
}

function leftOut({ problems }: ReadItems): string {
  return problems.length === 0 ? '' : '. Entries that need attention are left out'
}

/** The entry by which the list admits an address already, named; null when it does not. */
export function coveringEntry(addressText: string, reading: ListReading | null): string | null {
  const address = parseAddress(addressText)
  if (address === null || reading?.kind !== 'items') return null
  const listed = reading.networks.find(({ network }) => networkContains(network, address))
  const item = listed && reading.items[listed.item]
  return listed === undefined || item === undefined ? null : nameOf(item, displayNetwork(listed.network))
}
