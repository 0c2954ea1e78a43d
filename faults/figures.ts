/** A share of values in order, 0 when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Without Math.max on a spread list, which has a limit. */
export function longest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}

/** 12 or 1.2: figures that are read, not computed with. */
export function round(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 100) / 100
}

export function p50p99longest(values: readonly number[]): string {
  return [quantile(values, 0.5), quantile(values, 0.99), longest(values)].map((ms) => String(round(ms))).join(' / ')
}
