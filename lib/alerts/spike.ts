/** Fewer refused calls in an hour than this are never a spike: somebody mistyped something. */
export const SPIKE_AT_LEAST = 50

/** How many times the usual. */
export const SPIKE_TIMES = 5

/** Refused calls of a key: in this hour so far, and in the 24 hours before it together. */
export type Refusals = { thisHour: number; lastDay: number }

/** Refused calls in an average hour of the day before. */
export function usualRefusals({ lastDay }: Refusals): number {
  return lastDay / 24
}

export function isSpike(refusals: Refusals): boolean {
  return refusals.thisHour >= SPIKE_AT_LEAST && refusals.thisHour >= SPIKE_TIMES * usualRefusals(refusals)
}
