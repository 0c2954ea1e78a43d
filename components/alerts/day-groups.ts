import { absoluteDate } from '#lib/time'

export type DayGroup<T> = { day: string; label: string; items: T[] }

const DAY_MS = 86_400_000

/** Items by the day of their time, in the order in which they come. Days are UTC, as are those of folded alerts. */
export function byDay<T>(items: readonly T[], timeOf: (item: T) => Date, now: Date): DayGroup<T>[] {
  const groups: DayGroup<T>[] = []
  for (const item of items) {
    const day = dayOf(timeOf(item))
    const open = groups.at(-1)
    if (open?.day === day) open.items.push(item)
    else groups.push({ day, label: labelOf(day, now), items: [item] })
  }
  return groups
}

function labelOf(day: string, now: Date): string {
  if (day === dayOf(now)) return 'Today'
  if (day === dayOf(new Date(now.getTime() - DAY_MS))) return 'Yesterday'
  return absoluteDate(day)
}

const dayOf = (time: Date) => time.toISOString().slice(0, 10)
