import { firstItems, type Happening } from './detail.ts'

export type NewAlert = Happening & {
  workspaceId: string
  /** The key, list or webhook that it is about, and that it can be muted by. */
  subjectId: string
  /** What happens again under the same text is the same alert. */
  fold: string
  /** How often it happened; once when it is not said. */
  count?: number
  /** By the database's clock; now when it is not said. */
  at?: Date
}

/** One alert for all that are the same: PostgreSQL takes no two rows of one fold in a statement. In an order that all keep. */
export function foldAlike(alerts: readonly NewAlert[]): NewAlert[] {
  const byFold = new Map<string, NewAlert>()
  for (const alert of alerts) {
    const fold = JSON.stringify([alert.workspaceId, alert.kind, alert.fold])
    const known = byFold.get(fold)
    byFold.set(fold, known === undefined ? alert : together(known, alert))
  }
  return [...byFold].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, alert]) => alert)
}

/** What the later one says, with the addresses of both. */
function together(a: NewAlert, b: NewAlert): NewAlert {
  const { items, more } = firstItems([...a.detail.items, ...b.detail.items])
  const detail = { ...b.detail, items, more: more || a.detail.more || b.detail.more }
  const at = later(a.at, b.at)
  return { ...b, detail, count: (a.count ?? 1) + (b.count ?? 1), ...(at === undefined ? {} : { at }) } as NewAlert
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return undefined
  return a > b ? a : b
}
