import { addressFromBigInt, formatAddress } from '#lib/ip/address'
import { formatNetwork, type Network } from '#lib/ip/network'
import { paths, type Query } from '#lib/paths'
import { type Figures, type Layer, type Span, shadeOf } from './compose.ts'
import { blockAt, CELLS_A_SIDE, cellBitsOf, viewBits, wholeSpace } from './view.ts'

/** One of the 256 squares of a picture, in words. */
export type Cell = Figures & {
  /** The block: `203.0.0.0/16`, or a single address. */
  readonly text: string
  /** What differs from its neighbours: one octet. */
  readonly octet: string
  readonly name: string
  /** The picture of the block; null for a single address. */
  readonly zoomHref: string | null
  readonly lookupHref: string
  /** Its whole square has one of the strongest tones, on which dark words are lost. */
  readonly isDeep: boolean
}

export type MapState = { readonly view: Network; readonly layer: Layer; readonly opened: string | undefined }

export function mapQuery({ view, layer, opened }: MapState): Query {
  return {
    block: view.prefixBits === wholeSpace.prefixBits ? undefined : formatNetwork(view),
    layer: layer === 'keys' ? undefined : layer,
    six: opened,
  }
}

/** From which shade on a tone is strong. */
const DEEP = 0.7

/** The squares of a picture, row by row from the top left. `span`: of squares that have one tone each, else null. */
export function cellsOf(state: MapState, figures: readonly Figures[], span: Span | null): readonly Cell[] {
  const { view } = state
  const bits = cellBitsOf(view)
  return Array.from({ length: CELLS_A_SIDE ** 2 }, (_, at) => {
    const block = blockAt(view, bits, { x: at % CELLS_A_SIDE, y: Math.floor(at / CELLS_A_SIDE) })
    const own = figures[Number((block.first - view.first) >> BigInt(32 - bits))] ?? none
    const isDeep = span !== null && shadeOf(own[state.layer], span) >= DEEP
    return { ...cellOf(state, block, own), isDeep }
  })
}

const none: Figures = { keys: 0, callers: 0, refusals: 0 }

function cellOf(state: MapState, block: Network, figures: Figures): Omit<Cell, 'isDeep'> {
  const address = formatAddress(addressFromBigInt(4, block.first))
  const text = block.prefixBits === 32 ? address : formatNetwork(block)
  const isView = viewBits.some((bits) => bits === block.prefixBits)
  return {
    ...figures,
    text,
    octet: address.split('.')[block.prefixBits / 8 - 1] ?? '',
    name: `${text}: ${figureWords(figures)}`,
    zoomHref: isView ? paths.staffMap(mapQuery({ ...state, view: block })) : null,
    lookupHref: paths.staffLookup({ q: text }),
  }
}

/** "14 keys, 3 callers"; refused calls where there are any. */
export function figureWords({ keys, callers, refusals }: Figures): string {
  const words = [counted(keys, 'key', 'keys'), counted(callers, 'caller', 'callers')]
  if (refusals > 0) words.push(counted(refusals, 'refused call', 'refused calls'))
  return words.join(', ')
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** Where the keyboard enters: the fullest square, or the first one. */
export function entranceOf(cells: readonly Cell[], layer: Layer): number {
  let best = 0
  for (const [at, cell] of cells.entries()) if (cell[layer] > (cells[best]?.[layer] ?? 0)) best = at
  return best
}
