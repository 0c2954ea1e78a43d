import { familyBits } from '#lib/ip/address'
import { lastAddress, type Network, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { hilbertIndex, hilbertPoint, type Point } from './hilbert.ts'

/** Blocks that fill a picture, from the whole space down to 256 addresses; each shows 16 by 16 blocks eight bits longer. */
export const viewBits = [0, 8, 16, 24] as const

/** Blocks a side, and the finer ones that shade each of them. */
export const CELLS_A_SIDE = 16
export const GRAINS_A_CELL = 4
const CELL_BITS = 8
const GRAIN_BITS = 4

export const wholeSpace: Network = { family: 4, first: 0n, prefixBits: 0 }

/** What the address of the page says is looked at: `203.0.0.0/8`. Null when it is no block that fills a picture. */
export function readView(text: string | undefined): Network | null {
  if (text === undefined || text === '') return wholeSpace
  const network = parseCanonicalNetwork(text)
  const isView = network?.family === 4 && viewBits.some((bits) => bits === network.prefixBits)
  return isView ? network : null
}

/** The whole space, and each block down to the one that is looked at. */
export function wayTo(view: Network): readonly Network[] {
  return viewBits.filter((bits) => bits <= view.prefixBits).map((bits) => narrowed(view, bits))
}

export function cellBitsOf(view: Network): number {
  return view.prefixBits + CELL_BITS
}

/** Null where a cell is a single address. */
export function grainBitsOf(view: Network): number | null {
  const bits = cellBitsOf(view) + GRAIN_BITS
  return bits > familyBits[4] ? null : bits
}

/** Where a block lies in the picture of `view`, in units of blocks of its own size. Its prefix length must be even. */
export function placeIn(view: Network, block: Network): Point {
  const at = squareOf(block)
  const from = squareOf(view)
  const scale = 2 ** ((block.prefixBits - view.prefixBits) / 2)
  return { x: at.x - from.x * scale, y: at.y - from.y * scale }
}

/** The block of so many bits at a place in the picture of `view`. */
export function blockAt(view: Network, bits: number, { x, y }: Point): Network {
  const from = squareOf(view)
  const scale = 2 ** ((bits - view.prefixBits) / 2)
  const index = hilbertIndex(bits / 2, { x: from.x * scale + x, y: from.y * scale + y })
  return { family: 4, first: BigInt(index) << BigInt(familyBits[4] - bits), prefixBits: bits }
}

/** The part of the picture of `view` that a block of an even or odd prefix length fills, from 0 to 1; null when none of it does. */
export function shapeIn(view: Network, block: Network): { x: number; y: number; width: number; height: number } | null {
  if (block.first > lastAddress(view) || lastAddress(block) < view.first) return null
  if (block.prefixBits <= view.prefixBits) return { x: 0, y: 0, width: 1, height: 1 }
  const halves = block.prefixBits % 2 === 0 ? [block] : halvesOf(block)
  const squares = halves.map((half) => ({
    at: placeIn(view, half),
    side: 2 ** ((half.prefixBits - view.prefixBits) / 2),
  }))
  const left = Math.min(...squares.map(({ at, side }) => at.x / side))
  const top = Math.min(...squares.map(({ at, side }) => at.y / side))
  const right = Math.max(...squares.map(({ at, side }) => (at.x + 1) / side))
  const bottom = Math.max(...squares.map(({ at, side }) => (at.y + 1) / side))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Two neighbours on the curve: together a rectangle twice as long as wide. */
function halvesOf(block: Network): Network[] {
  const prefixBits = block.prefixBits + 1
  const second = block.first + (1n << BigInt(familyBits[4] - prefixBits))
  return [
    { ...block, prefixBits },
    { ...block, first: second, prefixBits },
  ]
}

function squareOf({ first, prefixBits }: Network): Point {
  return hilbertPoint(prefixBits / 2, Number(first >> BigInt(familyBits[4] - prefixBits)))
}

function narrowed(view: Network, bits: number): Network {
  return networkOf({ family: 4, value: Number(view.first) }, bits)
}
