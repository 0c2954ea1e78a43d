import type { Family } from '#lib/ip/address'

/** Lengths of prefix for which the server counts all blocks ahead. */
export const takenBits = { 4: [8, 12, 16, 20], 6: [12, 20, 32] } as const satisfies Record<Family, readonly number[]>

/**
 * The blocks inside one of `of` bits are counted ahead too where it is crowded; elsewhere they are counted when somebody looks, which
 * then is quick. Crowded blocks lie in crowded blocks.
 */
export const crowdedBits = {
  4: [
    { of: 16, inside: [24, 28] },
    { of: 24, inside: [32] },
  ],
  6: [
    { of: 32, inside: [48] },
    { of: 48, inside: [64] },
  ],
} as const satisfies Record<Family, readonly { of: number; inside: readonly number[] }[]>

/** Keys and callers together from which on a block is crowded. */
export const CROWDED = 3_000

/** How far back callers and refusals are counted. */
export const CALLER_DAYS = 7

/** Lengths of prefix at which IPv6 networks are grouped: registries, providers, sites and subnets are about as long. */
export const treeBits = [12, 20, 32, 48, 64] as const

/** Are all blocks of this length counted ahead? */
export function isTaken(family: Family, bits: number): boolean {
  const taken: readonly number[] = takenBits[family]
  return taken.includes(bits)
}
