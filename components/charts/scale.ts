/** The height of a chart's scale: few digits, and even, so that its middle is easily read too. At least 2. */
export function niceCeiling(highest: number): number {
  if (highest <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 2, 4, 6, 8, 10].find((times) => times * power >= highest) ?? 10
  return step * power
}
