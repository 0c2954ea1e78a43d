/** How far back pages look. */
export const trafficRanges = ['24h', '7d', '30d'] as const
export type TrafficRange = (typeof trafficRanges)[number]

export const rangeLabels = { '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const satisfies Record<
  TrafficRange,
  string
>

/** A chart's bars: how many there are and how many hours each stands for. */
export const barsOfRange = {
  '24h': { bars: 24, hours: 1 },
  '7d': { bars: 28, hours: 6 },
  '30d': { bars: 30, hours: 24 },
} as const satisfies Record<TrafficRange, { bars: number; hours: number }>

/** What a query says, or else `otherwise`. */
export function trafficRange(text: unknown, otherwise: TrafficRange): TrafficRange {
  return trafficRanges.find((range) => range === text) ?? otherwise
}

/** Calls from `at` on, as long as a bar lasts. `allowed`: let through, `unlisted` among them. */
export type TrafficBar = { at: Date; allowed: number; unlisted: number; refused: number }

/** Oldest first, without gaps; the last bar is not over yet. */
export type KeyTrafficView = { range: TrafficRange; bars: readonly TrafficBar[] }

/** Calls of the last 24 hours, an hour each, oldest first. */
export type Sparkline = { allowed: readonly number[]; refused: readonly number[] }

/** What a key that only reports would have refused, since it began to report or since that is kept. */
export type WouldHaveRefused = { calls: bigint; addresses: number; since: Date }

/** A key's first call: one that was let through, or until then one that was refused. */
export type FirstCall = {
  at: Date
  address: string | null
  isAllowed: boolean
  /** The key can be used from any address. */
  isOpen: boolean
}

/** Calls from one place that were refused, or noted, for one reason. */
export type KeyRefusal = {
  /** An address, a network of which many called, or null when it could not be determined. */
  address: string | null
  reason: string
  count: bigint
  firstAt: Date
  lastAt: Date
  /** The key's owner does not want to be told of it. */
  isIgnored: boolean
}
