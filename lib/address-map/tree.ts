import { addressFromBigInt } from '#lib/ip/address'
import { compareNetworks, type Network, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { coveringKeys, type Figures } from './compose.ts'
import { treeBits } from './levels.ts'
import { readBlocks } from './read-blocks.ts'

export const ROOT: Network = { family: 6, first: 0n, prefixBits: 0 }

/** Blocks of one level that are shown. */
const SHOWN = 100

export type TreeNode = Figures & {
  readonly network: Network
  /** Shorter than its level: an entry that holds several blocks at once. */
  readonly isWide: boolean
  readonly isOpen: boolean
  readonly children: readonly TreeNode[]
  /** How many are there but not shown. */
  readonly more: number
}

export type Tree = { readonly children: readonly TreeNode[]; readonly more: number }

/** The block down to which the tree is opened. Null when it is no block of a level. */
export function readOpened(text: string | undefined): Network | null {
  if (text === undefined || text === '') return ROOT
  const network = parseCanonicalNetwork(text)
  return network?.family === 6 && treeBits.some((bits) => bits === network.prefixBits) ? network : null
}

/** IPv6 blocks that hold entries or callers, opened along the way to one block. */
export async function readTree(opened: Network): Promise<Tree> {
  const way = [ROOT, ...treeBits.filter((bits) => bits <= opened.prefixBits).map((bits) => narrowed(opened, bits))]
  const open = way.filter(({ prefixBits }) => prefixBits < Math.max(...treeBits))
  const levels = await Promise.all(open.map(levelOf))
  return levels.reduceRight<Tree>((inner, level, depth) => grown(level, way[depth + 1], inner), {
    children: [],
    more: 0,
  })
}

/** One level, with what is inside the block that is opened. */
function grown({ children, more }: Tree, opened: Network | undefined, inner: Tree): Tree {
  return {
    more,
    children: children.map((node) => {
      const isOpen = opened !== undefined && !node.isWide && node.network.first === opened.first
      return isOpen ? { ...node, isOpen, children: inner.children, more: inner.more } : node
    }),
  }
}

async function levelOf(parent: Network): Promise<Tree> {
  const bits = treeBits.find((length) => length > parent.prefixBits) ?? parent.prefixBits
  const found = await readBlocks(parent, [bits])
  const closed = { isOpen: false, children: [], more: 0 }
  const blocks = found.blocks.map((block) => ({
    ...{ ...closed, isWide: false, network: block.network, callers: block.callers, refusals: block.refusals },
    keys: block.keys + coveringKeys(block.network, found),
  }))
  const wide = found.covers
    .filter(({ network }) => network.prefixBits > parent.prefixBits && network.prefixBits < bits)
    .map(({ network, keys }) => ({
      ...{ ...closed, isWide: true, network, callers: 0, refusals: 0 },
      keys: keys + coveringKeys(network, found),
    }))
  const all = [...wide, ...blocks].sort((a, b) => b.keys - a.keys || compareNetworks(a.network, b.network))
  const shown = all.slice(0, SHOWN).sort((a, b) => compareNetworks(a.network, b.network))
  return { children: shown, more: all.length - shown.length }
}

function narrowed(network: Network, bits: number): Network {
  return networkOf(addressFromBigInt(6, network.first), bits)
}
