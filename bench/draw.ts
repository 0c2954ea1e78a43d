/** Which of the calls comes next: each as often as any other, or the n-th of them in proportion to 1/n, as keys are used in practice. */
export type Draw = 'uniform' | 'zipf'

/** So many are drawn before anything is measured, and used again from the front; drawing then costs one read of an array. */
const DRAWN = 1 << 20

/** Indices below `count`, drawn beforehand. `random`: from 0 to below 1, as Math.random. */
export function drawIndices(draw: Draw, count: number, random: () => number = Math.random): Uint32Array {
  const pick = draw === 'zipf' ? zipf(count) : (share: number) => Math.floor(share * count)
  const drawn = new Uint32Array(DRAWN)
  for (let n = 0; n < DRAWN; n += 1) drawn[n] = pick(random())
  return drawn
}

/** Zipf's law with exponent 1: the index at which a share of all uses is reached. */
function zipf(count: number): (share: number) => number {
  const reached = new Float64Array(count)
  let sum = 0
  for (let index = 0; index < count; index += 1) {
    sum += 1 / (index + 1)
    reached[index] = sum
  }
  return (share) => firstAbove(reached, share * sum)
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
