export type Point = { readonly x: number; readonly y: number }

/**
 * Where the `index`-th cell of a Hilbert curve lies in a square of 2^order cells a side; (0, 0) is top left. What is next to each
 * other on the curve is next to each other in the square, and so every CIDR block of an even prefix length is a square of its own.
 *
 * @param order at most 16: the whole IPv4 space, an address a cell
 * @param index below 4^order
 */
export function hilbertPoint(order: number, index: number): Point {
  let x = 0
  let y = 0
  for (let level = 0, rest = index; level < order; level++, rest = Math.floor(rest / 4)) {
    const side = 2 ** level
    const quadrant = rest % 4
    const right = quadrant >> 1
    const lower = (quadrant ^ right) & 1
    ;[x, y] = turned({ x, y }, { side, right, lower })
    x += side * right
    y += side * lower
  }
  return { x, y }
}

/** The reverse of `hilbertPoint`. */
export function hilbertIndex(order: number, point: Point): number {
  let { x, y } = point
  let index = 0
  for (let level = order - 1; level >= 0; level--) {
    const side = 2 ** level
    const right = x >= side ? 1 : 0
    const lower = y >= side ? 1 : 0
    index += side * side * ((3 * right) ^ lower)
    ;[x, y] = turned({ x: x - side * right, y: y - side * lower }, { side, right, lower })
  }
  return index
}

type Quadrant = { side: number; right: number; lower: number }

/** The first and the last quarter of the curve are mirrored, so that its ends meet those of their neighbours. */
function turned({ x, y }: Point, { side, right, lower }: Quadrant): [number, number] {
  if (lower === 1) return [x, y]
  return right === 1 ? [side - 1 - y, side - 1 - x] : [y, x]
}
