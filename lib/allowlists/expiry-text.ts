const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
/** RFC 3339, with the blank that spreadsheets and databases write for the `T`. An offset must be said: a list has no time zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2})$/

/** Reads until when an entry admits. A date alone is to the end of that day in UTC. Undefined: it is neither. */
export function readExpiryText(text: string): Date | undefined {
  if (DATE.test(text)) return dayAfter(text)
  if (!INSTANT.test(text) || dayAfter(text.slice(0, 10)) === undefined) return undefined
  const at = new Date(text.replace(' ', 'T'))
  return Number.isNaN(at.getTime()) ? undefined : at
}

function dayAfter(date: string): Date | undefined {
  const at = new Date(`${date}T00:00:00Z`)
  // 31 February is read as a day in March.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date) return undefined
  at.setUTCDate(at.getUTCDate() + 1)
  return at
}
