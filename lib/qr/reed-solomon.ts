/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
export function multiply(left: number, right: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0)
    if ((right >> bit) & 1) product ^= left
  }
  return product
}

/** Coefficients of (x - 1)(x - a)…, the highest one, which is 1, left out. */
function generator(degree: number): number[] {
  let coefficients = [1]
  let root = 1
  for (let at = 0; at < degree; at += 1) {
    const next = [...coefficients, 0]
    for (const [place, value] of coefficients.entries())
      next[place + 1] = (next[place + 1] ?? 0) ^ multiply(value, root)
    coefficients = next
    root = multiply(root, 2)
  }
  return coefficients.slice(1)
}

/** So many codewords of correction for a block of data: the remainder of the division by the generator. */
export function correctionOf(data: readonly number[], degree: number): number[] {
  const divisor = generator(degree)
  const remainder: number[] = Array(degree).fill(0)
  for (const byte of data) {
    const factor = byte ^ (remainder.shift() ?? 0)
    remainder.push(0)
    for (const [at, value] of divisor.entries()) remainder[at] = (remainder[at] ?? 0) ^ multiply(value, factor)
  }
  return remainder
}
