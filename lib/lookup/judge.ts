import { intersection, overlaps } from '#lib/ip/algebra'
import { totalAddresses } from '#lib/ip/count'
import type { Network } from '#lib/ip/network'

/** How much of what is asked about is let through. */
export type Admitted = { reach: 'all' | 'part' | 'none'; count: bigint; of: bigint }

/**
 * What of the addresses that are asked about entries let through, within a ceiling.
 *
 * @param entries null: any address, as an open key does
 * @param ceiling null: there is none that is enforced
 */
export function admittedOf(
  asked: readonly Network[],
  entries: readonly Network[] | null,
  ceiling: readonly Network[] | null,
): Admitted {
  const within = ceiling === null ? asked : intersection(asked, ceiling)
  const count = totalAddresses(entries === null ? within : intersection(within, entries))
  const of = totalAddresses(asked)
  return { reach: count === 0n ? 'none' : count === of ? 'all' : 'part', count, of }
}

/** The first of some entries that meets the networks: where a key stands in the order of a look-up. */
export function firstMeeting<E extends { readonly parsed: Network }>(
  entries: readonly E[],
  networks: readonly Network[],
): E | null {
  return entries.find(({ parsed }) => overlaps([parsed], networks)) ?? null
}
