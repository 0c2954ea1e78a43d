import type { Network } from '#lib/ip/network'
import { type Figures, type Layer, type Span, shadeOf } from './compose.ts'
import { CELLS_A_SIDE, cellBitsOf, GRAINS_A_CELL, grainBitsOf, placeIn } from './view.ts'

/** A picture is so many units a side, whatever its squares. */
export const SIDE = CELLS_A_SIDE * GRAINS_A_CELL

/** How many tones a layer is drawn in. */
const TONES = 10

/** All squares of one tone as one path. `opacity` is above 0 and at most 1. */
export type Tone = { readonly opacity: number; readonly path: string }

/** `least` and `most` are of the squares that are drawn, which are blocks of `bits`. */
export type Picture = Span & { readonly tones: readonly Tone[]; readonly bits: number }

export type Drawn = {
  readonly view: Network
  readonly cells: readonly Figures[]
  readonly grains: readonly Figures[] | null
}

/** What one layer of a view looks like. Squares side by side in a row are drawn as one. */
export function drawn({ view, cells, grains }: Drawn, layer: Layer): Picture {
  const bits = grains === null ? cellBitsOf(view) : (grainBitsOf(view) ?? cellBitsOf(view))
  const figures = grains ?? cells
  const side = Math.sqrt(figures.length)
  const span = spanOf(figures.map((one) => one[layer]))
  const rows = Array.from({ length: side }, () => new Array<number>(side).fill(0))
  for (const [index, one] of figures.entries()) {
    if (one[layer] === 0) continue
    const { x, y } = placeIn(view, blockOf(view, bits, index))
    const row = rows[y]
    if (row !== undefined) row[x] = Math.max(1, Math.round(shadeOf(one[layer], span) * TONES))
  }
  return { tones: tonesOf(rows, SIDE / side), bits, ...span }
}

function spanOf(counts: readonly number[]): Span {
  const some = counts.filter((count) => count > 0)
  return some.length === 0 ? { least: 0, most: 0 } : { least: Math.min(...some), most: Math.max(...some) }
}

function blockOf(view: Network, bits: number, index: number): Network {
  return { family: 4, first: view.first + (BigInt(index) << BigInt(32 - bits)), prefixBits: bits }
}

function tonesOf(rows: readonly (readonly number[])[], unit: number): Tone[] {
  const paths = new Array<string>(TONES + 1).fill('')
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; ) {
      const tone = row[x] ?? 0
      let end = x + 1
      while (end < row.length && row[end] === tone) end++
      const width = (end - x) * unit
      if (tone > 0) paths[tone] += `M${x * unit} ${y * unit}h${width}v${unit}h-${width}z`
      x = end
    }
  }
  return paths.flatMap((path, tone) => (path === '' ? [] : [{ opacity: tone / TONES, path }]))
}
