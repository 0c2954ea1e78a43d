import { type Address, parseAddress } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { compileMatcher } from '#lib/ip/matcher'
import { type Network, networkContains } from '#lib/ip/network'
import type { KeyDetail, KeyEntry } from './views.ts'

/** Would a call from an address pass the list now; if not, is there an entry for it that is off or expired? */
export type AdmitsNow = { kind: 'yes' } | { kind: 'no' } | { kind: 'resting'; entry: KeyEntry }

type List = Pick<KeyDetail, 'accessMode' | 'entries'>

/** For asking about many addresses: the list is compiled once. */
export function admitsNow({ accessMode, entries }: List): (text: string) => AdmitsNow {
  if (accessMode === 'open') return () => ({ kind: 'yes' })
  const read = entries.flatMap((entry) => networksOf(entry.text).map((network) => ({ network, entry })))
  const resting = read.filter(({ entry }) => entry.standing !== 'in_force')
  const matcher = compileMatcher(
    read.filter(({ entry }) => entry.standing === 'in_force').map(({ network }) => network),
  )
  return (text) => {
    const address = parseAddress(text)
    if (address === null) return { kind: 'no' }
    if (matcher.matches(address)) return { kind: 'yes' }
    return restingFor(address, resting)
  }
}

function networksOf(text: string): readonly Network[] {
  const parsed = parseEntry(text)
  return parsed.ok ? parsed.networks : []
}

function restingFor(address: Address, resting: readonly { network: Network; entry: KeyEntry }[]): AdmitsNow {
  const found = resting.find(({ network }) => networkContains(network, address))
  return found === undefined ? { kind: 'no' } : { kind: 'resting', entry: found.entry }
}
