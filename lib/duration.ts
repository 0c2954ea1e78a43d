/** Seconds of each unit; a month has 30 days and a year 365. */
const units = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000, y: 31_536_000 } as const

const DURATION = /^(?:\d{1,9}(?:mo|[smhdwy]))+$/
const PART = /(\d+)(mo|[smhdwy])/g

/**
 * Reads a duration such as `60s`, `24h`, `1h30m`, `1d`, `1w`, `1mo` or `1y`.
 *
 * @returns whole seconds; null when it is none
 */
export function parseDuration(text: string): number | null {
  if (text.length > 64 || !DURATION.test(text)) return null
  let seconds = 0
  for (const [, count, unit] of text.matchAll(PART)) seconds += Number(count) * units[unit as keyof typeof units]
  return Number.isSafeInteger(seconds) ? seconds : null
}

/** As durations go on the wire: `60s`. */
export function formatDuration(seconds: number): string {
  return `${seconds}s`
}
