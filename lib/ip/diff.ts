import { difference } from './algebra.ts'
import { formatNetwork, type Network } from './network.ts'

/**
 * What a change of a list does. `added` and `removed` are entries, as written; `gained` and `lost` are addresses as the
 * fewest networks. They differ when entries overlap: adding 10.1.0.0/16 to a list with 10.0.0.0/8 gains nothing.
 */
export type NetworkDiff = {
  added: readonly Network[]
  removed: readonly Network[]
  gained: readonly Network[]
  lost: readonly Network[]
}

export function diffNetworks(before: readonly Network[], after: readonly Network[]): NetworkDiff {
  return {
    added: missingFrom(before, after),
    removed: missingFrom(after, before),
    gained: difference(after, before),
    lost: difference(before, after),
  }
}

/** The networks that `list` does not name, each once. */
function missingFrom(list: readonly Network[], networks: readonly Network[]): readonly Network[] {
  const seen = new Set(list.map(formatNetwork))
  return networks.filter((network) => {
    const text = formatNetwork(network)
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}
