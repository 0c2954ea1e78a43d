import { rangeLabels, type TrafficBar, type TrafficRange } from '#lib/traffic/views'

/** How long one bar of a chart lasts. */
export const barLabels = { '24h': 'an hour', '7d': '6 hours', '30d': 'a day' } as const satisfies Record<
  TrafficRange,
  string
>

export type TrafficSums = { allowed: number; unlisted: number; refused: number }

export function sumsOf(bars: readonly TrafficBar[]): TrafficSums {
  const sum = (name: keyof TrafficSums) => bars.reduce((total, bar) => total + bar[name], 0)
  return { allowed: sum('allowed'), unlisted: sum('unlisted'), refused: sum('refused') }
}

export function callsWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'call' : 'calls'}`
}

/** "1,204 calls let through, 3 refused in the last 24 hours." */
export function trafficSentence({ allowed, unlisted, refused }: TrafficSums, range: TrafficRange): string {
  const over = `in the last ${rangeLabels[range]}`
  if (allowed + refused === 0) return `No call ${over}.`
  const noted = unlisted === 0 ? '' : ` (${unlisted.toLocaleString('en-US')} of them not listed)`
  return `${callsWords(allowed)} let through${noted}, ${refused.toLocaleString('en-US')} refused ${over}.`
}

/** What a bar says when it is pointed at: "22 Nov 2026, 14:00 UTC: 12 let through, 3 refused". */
export function barWords({ allowed, unlisted, refused }: TrafficBar, when: string): string {
  const parts = [`${allowed.toLocaleString('en-US')} let through`, `${refused.toLocaleString('en-US')} refused`]
  if (unlisted > 0) parts.push(`${unlisted.toLocaleString('en-US')} not listed`)
  return `${when}: ${parts.join(', ')}`
}
