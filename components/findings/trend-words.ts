import type { TrendPoint } from '#lib/findings/views'

export function keysWords(keys: number): string {
  return `${keys.toLocaleString('en-US')} ${keys === 1 ? 'key' : 'keys'}`
}

/** "12 keys, 3 more than on 1 Nov 2026." */
export function trendSentence(trend: readonly TrendPoint[], dayWords: (day: string) => string): string {
  const [first] = trend
  const last = trend.at(-1)
  if (first === undefined || last === undefined) return 'Not counted yet.'
  if (first === last) return `${keysWords(last.keys)}, counted for the first time on ${dayWords(last.day)}.`
  const gained = last.keys - first.keys
  const change =
    gained === 0
      ? 'as many as'
      : `${Math.abs(gained).toLocaleString('en-US')} ${gained > 0 ? 'more than' : 'fewer than'}`
  return `${keysWords(last.keys)}, ${change} on ${dayWords(first.day)}.`
}

export type Spot = { readonly x: number; readonly y: number }

/** Where the points of a line stand in a square of one by one, by their days; the days that nobody counted are skipped over. */
export function spotsOf(trend: readonly TrendPoint[], top: number): readonly Spot[] {
  const days = trend.map(({ day }) => Date.parse(`${day}T00:00:00Z`))
  const from = days[0] ?? 0
  const span = (days.at(-1) ?? 0) - from
  return trend.map(({ keys }, place) => ({
    x: span === 0 ? 1 : ((days[place] ?? 0) - from) / span,
    y: 1 - keys / top,
  }))
}
