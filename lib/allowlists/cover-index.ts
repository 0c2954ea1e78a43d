import type { Family } from '#lib/ip/address'
import { familyBits } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'

/** An entry in force until `lasts`; null: for good. */
export type Covering<T> = { readonly network: Network; readonly lasts: Date | null; readonly of: T }

/**
 * Finds which one entry already admits all of a network, for at least as long. Networks nest or are apart, so it is enough to
 * look up the network's own first bits at each prefix length that the list has.
 */
export class CoverIndex<T> {
  readonly #byPrefix: Record<Family, Map<number, Map<bigint, Covering<T>[]>>> = { 4: new Map(), 6: new Map() }

  add(covering: Covering<T>): void {
    const { family, prefixBits, first } = covering.network
    const lengths = this.#byPrefix[family]
    const firsts = lengths.get(prefixBits) ?? new Map<bigint, Covering<T>[]>()
    lengths.set(prefixBits, firsts)
    const same = firsts.get(first)
    if (same === undefined) firsts.set(first, [covering])
    else same.push(covering)
  }

  /** The widest entry that is wider than the network; undefined where there is none. */
  wider({ family, first, prefixBits }: Network, lasts: Date | null): Covering<T> | undefined {
    let widest: Covering<T> | undefined
    for (const [bits, firsts] of this.#byPrefix[family]) {
      if (bits >= prefixBits || (widest !== undefined && bits > widest.network.prefixBits)) continue
      const hostBits = BigInt(familyBits[family] - bits)
      const found = firsts.get((first >> hostBits) << hostBits)?.find((one) => outlasts(one.lasts, lasts))
      if (found !== undefined) widest = found
    }
    return widest
  }
}

function outlasts(a: Date | null, b: Date | null): boolean {
  return a === null || (b !== null && a >= b)
}
