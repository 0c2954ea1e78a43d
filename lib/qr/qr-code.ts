import { layoutFor } from './capacity.ts'
import { codewordsOf } from './codewords.ts'
import { Grid } from './grid.ts'
import { masks, penalty } from './masks.ts'
import { drawFormat, drawPatterns } from './patterns.ts'

/** Text as a QR code of error correction level M, in bytes of UTF-8; null when it is longer than 666 of them. */
export function qrCode(text: string): Grid | null {
  const bytes = new TextEncoder().encode(text)
  const layout = layoutFor(bytes.length)
  if (layout === null) return null
  const grid = new Grid(layout.size)
  drawPatterns(grid, layout)
  drawData(grid, codewordsOf(bytes, layout))
  return bestMasked(grid)
}

/** Dark modules as the path of an SVG whose unit is one module. */
export function qrPath(grid: Grid): string {
  let path = ''
  for (let y = 0; y < grid.size; y += 1)
    for (let x = 0; x < grid.size; x += 1) if (grid.isDark(x, y)) path += `M${x} ${y}h1v1h-1z`
  return path
}

/** In pairs of columns from the right, up and down in turn, past the timing column. */
export function* dataPlaces(grid: Grid): Generator<[number, number]> {
  const { size } = grid
  let upward = true
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let at = 0; at < size; at += 1) {
      const y = upward ? size - 1 - at : at
      for (const x of [right, right - 1]) if (!grid.isFixed(x, y)) yield [x, y]
    }
    upward = !upward
  }
}

function drawData(grid: Grid, codewords: readonly number[]): void {
  let at = 0
  for (const [x, y] of dataPlaces(grid)) {
    const word = codewords[at >> 3] ?? 0
    grid.set(x, y, ((word >> (7 - (at & 7))) & 1) === 1)
    at += 1
  }
}

function bestMasked(grid: Grid): Grid {
  const candidates = masks.map((_, mask) => masked(grid, mask))
  return candidates.reduce((best, other) => (penalty(other) < penalty(best) ? other : best))
}

function masked(grid: Grid, mask: number): Grid {
  const turned = grid.copy()
  const turns = masks[mask]
  for (const [x, y] of dataPlaces(grid)) if (turns?.(x, y)) turned.set(x, y, !grid.isDark(x, y))
  drawFormat(turned, mask)
  return turned
}
