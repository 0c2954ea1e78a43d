import type { Grid } from './grid.ts'

/** ISO/IEC 18004 §7.8.2: which data modules a mask turns over. */
export const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** How hard a symbol is to read (§7.8.3): long runs, blocks of one colour, what looks like a finder, and an uneven whole. */
export function penalty(grid: Grid): number {
  const { size } = grid
  let points = 0
  let dark = 0
  for (let y = 0; y < size; y += 1) {
    const row = Array.from({ length: size }, (_, x) => grid.isDark(x, y))
    const column = Array.from({ length: size }, (_, x) => grid.isDark(y, x))
    points += linePenalty(row) + linePenalty(column)
    dark += row.filter(Boolean).length
    for (let x = 0; x + 1 < size && y + 1 < size; x += 1) points += isBlock(grid, x, y) ? 3 : 0
  }
  const share = (100 * dark) / (size * size)
  return points + 10 * Math.floor(Math.abs(share - 50) / 5)
}

const finderLike = /(?=10111010000)|(?=00001011101)/g

function linePenalty(line: readonly boolean[]): number {
  const text = line.map(Number).join('')
  let points = 0
  for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2
  return points + 40 * [...text.matchAll(finderLike)].length
}

function isBlock(grid: Grid, x: number, y: number): boolean {
  const colour = grid.isDark(x, y)
  return [grid.isDark(x + 1, y), grid.isDark(x, y + 1), grid.isDark(x + 1, y + 1)].every((other) => other === colour)
}
