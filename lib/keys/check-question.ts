import { z } from 'zod'
import { type Address, addressFromBigInt, familyBits } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, type Network } from '#lib/ip/network'

const reachNames = ['all', 'part', 'closed'] as const

/** The checker's question as it stands in the address of the page; what cannot be read counts as not given. */
export const checkQuerySchema = z.object({
  address: z.string().trim().max(200).catch(''),
  key: z.string().max(36).catch(''),
  group: z.enum(reachNames).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export type CheckQuery = z.output<typeof checkQuerySchema>

/** What was asked about: one address, or a network of many. `text` is canonical. */
export type Subject =
  | { kind: 'address'; text: string; address: Address; network: Network }
  | { kind: 'network'; text: string; network: Network }

export type ReadSubject = { ok: true; subject: Subject | null } | { ok: false; message: string }

/** Reads an address or a network; blank is none. A range that is no network is refused, because it is several. */
export function readSubject(text: string): ReadSubject {
  if (text === '') return { ok: true, subject: null }
  const parsed = parseEntry(text)
  if (!parsed.ok) {
    const { problem, suggestion } = parsed
    return {
      ok: false,
      message: `${problem.message}.${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`,
    }
  }
  const [network, ...others] = parsed.networks
  if (network === undefined || others.length > 0) {
    return { ok: false, message: `This range is ${parsed.networks.length} networks. Ask about one of them at a time.` }
  }
  return { ok: true, subject: subjectOf(network) }
}

function subjectOf(network: Network): Subject {
  const text = displayNetwork(network)
  if (network.prefixBits < familyBits[network.family]) return { kind: 'network', text, network }
  return { kind: 'address', text, network, address: addressFromBigInt(network.family, network.first) }
}
