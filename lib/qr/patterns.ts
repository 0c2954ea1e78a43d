import { alignmentCentres, type Layout } from './capacity.ts'
import type { Grid } from './grid.ts'

/** Everything that is the same whatever the symbol says; the format is drawn over once the mask is chosen. */
export function drawPatterns(grid: Grid, { version, size }: Layout): void {
  for (let at = 8; at < size - 8; at += 1) {
    grid.fix(at, 6, at % 2 === 0)
    grid.fix(6, at, at % 2 === 0)
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    drawFinder(grid, x, y)
  drawAlignment(grid, alignmentCentres(version, size))
  drawFormat(grid, 0)
  if (version >= 7) drawVersion(grid, version)
}

/** With its light border. */
function drawFinder(grid: Grid, centreX: number, centreY: number): void {
  for (let dy = -4; dy <= 4; dy += 1)
    for (let dx = -4; dx <= 4; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      const [x, y] = [centreX + dx, centreY + dy]
      if (grid.isInside(x, y)) grid.fix(x, y, ring !== 2 && ring !== 4)
    }
}

function drawAlignment(grid: Grid, centres: readonly number[]): void {
  const last = centres.at(-1)
  for (const y of centres)
    for (const x of centres) {
      // The corners are the finders'.
      if ((x === 6 && (y === 6 || y === last)) || (y === 6 && x === last)) continue
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) grid.fix(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
    }
}

/** Level M and the mask, twice, with a BCH code (ISO/IEC 18004 §7.9). */
export function drawFormat(grid: Grid, mask: number): void {
  const { size } = grid
  const bits = withRemainder(mask, { generator: 0x537, length: 10 }) ^ 0x5412
  const bit = (at: number) => ((bits >> at) & 1) === 1
  for (let at = 0; at < 15; at += 1) {
    if (at < 8) grid.fix(size - 1 - at, 8, bit(at))
    else grid.fix(8, size - 15 + at, bit(at))
    // Around the finder in the corner, past the timing lines.
    if (at < 8) grid.fix(8, at < 6 ? at : at + 1, bit(at))
    else grid.fix(at === 8 ? 7 : 14 - at, 8, bit(at))
  }
  grid.fix(8, size - 8, true)
}

function drawVersion(grid: Grid, version: number): void {
  const bits = withRemainder(version, { generator: 0x1f25, length: 12 })
  for (let at = 0; at < 18; at += 1) {
    const dark = ((bits >> at) & 1) === 1
    const [along, across] = [grid.size - 11 + (at % 3), Math.floor(at / 3)]
    grid.fix(along, across, dark)
    grid.fix(across, along, dark)
  }
}

type Bch = { generator: number; length: number }

/** The value, followed by the remainder of its division by the generator. */
function withRemainder(value: number, { generator, length }: Bch): number {
  let remainder = value
  for (let at = 0; at < length; at += 1) remainder = (remainder << 1) ^ ((remainder >> (length - 1)) * generator)
  return (value << length) | remainder
}
