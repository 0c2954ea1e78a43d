/** Numbers that look random and are the same for the same seed: what a run has found can be found again. */
export type Random = {
  /** From 0 to `limit - 1`. */
  below(limit: number): number
  pick<T>(values: readonly [T, ...T[]]): T
}

/** xorshift32 (Marsaglia, "Xorshift RNGs", 2003). `seed`: any whole number. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  function below(limit: number): number {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
  return { below, pick: (values) => values[below(values.length)] ?? values[0] }
}
