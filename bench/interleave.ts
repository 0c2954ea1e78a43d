import { median } from './report.ts'

export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
export const SECONDS = Number(process.env.BENCH_SECONDS ?? 3)

/** One of several things that are compared. */
export type Arm<Name extends string, Result> = { name: Name; run(round: number): Promise<Result> }

/**
 * Runs every arm once a round, in an order that turns, so that a slow minute of the machine falls on all alike. Returns the results
 * of each in the order of the rounds.
 */
export async function interleave<Name extends string, Result>(
  arms: readonly Arm<Name, Result>[],
  rounds = ROUNDS,
): Promise<Record<Name, Result[]>> {
  const results = Object.fromEntries(arms.map(({ name }) => [name, []])) as unknown as Record<Name, Result[]>
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, run } of round % 2 === 0 ? arms.toReversed() : arms) {
      const result = await run(round)
      results[name].push(result)
    }
  }
  return results
}

/** How a rate compares: the median of the rounds' ratios, and the least and the largest of them. */
export type Ratio = { median: number; least: number; most: number }

/** Each round's two runs follow one another, so they are compared with each other. */
export function ratioOf(rates: readonly number[], base: readonly number[]): Ratio {
  const ratios = rates.map((rate, round) => rate / (base[round] ?? Number.NaN))
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) }
}

/** What the server's process computed for a request. Other work on the machine adds little to it, unlike to a rate. */
export function cpuMicrosOf({ serverCpu, rate }: { serverCpu: number; rate: number }): number {
  return (serverCpu * 1_000_000) / rate
}
