import { addressFromBigInt, familyBits } from '#lib/ip/address'
import { lastAddress, type Network, networkContains } from '#lib/ip/network'
import type { Blocks } from './read-blocks.ts'

/** How many keys admit some address of a block, how many addresses called from it, and how many calls were refused. */
export type Figures = { readonly keys: number; readonly callers: number; readonly refusals: number }

export type Layer = keyof Figures

export const layers = ['keys', 'callers', 'refusals'] as const satisfies readonly Layer[]

/**
 * The figures of every block of so many bits in `view`, in the order of their addresses. A network wider than a block counts for every block
 * that it covers; `Blocks` are such that no key is counted twice.
 *
 * @param view at most 2^12 blocks of `bits` lie in it
 */
export function figuresOf(view: Network, bits: number, { blocks, covers }: Blocks): readonly Figures[] {
  const total = 2 ** (bits - view.prefixBits)
  const shift = BigInt(familyBits[view.family] - bits)
  const placeOf = (address: bigint) => Number((address - view.first) >> shift)
  const steps = new Array<number>(total + 1).fill(0)
  for (const { network, keys } of covers) {
    if (network.prefixBits >= bits) continue
    const from = network.first > view.first ? placeOf(network.first) : 0
    const to = lastAddress(network) < lastAddress(view) ? placeOf(lastAddress(network)) + 1 : total
    steps[from] = (steps[from] ?? 0) + keys
    steps[to] = (steps[to] ?? 0) - keys
  }
  let covering = 0
  const figures = steps.slice(0, total).map((step) => {
    covering += step
    return { keys: covering, callers: 0, refusals: 0 }
  })
  for (const { network, keys, callers, refusals } of blocks) {
    const at = network.prefixBits === bits ? figures[placeOf(network.first)] : undefined
    if (at !== undefined) Object.assign(at, { keys: at.keys + keys, callers, refusals })
  }
  return figures
}

/** How many keys admit a block by a network around it. */
export function coveringKeys(block: Network, { covers }: Pick<Blocks, 'covers'>): number {
  const first = addressFromBigInt(block.family, block.first)
  const around = covers.filter(
    (cover) => cover.network.prefixBits < block.prefixBits && networkContains(cover.network, first),
  )
  return around.reduce((total, cover) => total + cover.keys, 0)
}

/** The least of the blocks that have any, and the most. Both 0 where none has. */
export type Span = { readonly least: number; readonly most: number }

/**
 * From 0 for none to 1 for the most, by powers: a block with ten keys must differ from one with a thousand, and the least be
 * seen. What all blocks have in common, by a wide network around them, takes no tones away from what differs.
 */
export function shadeOf(count: number, { least, most }: Span): number {
  if (count <= 0) return 0
  return least === most ? 1 : 0.12 + 0.88 * (Math.log(count / least) / Math.log(most / least))
}
