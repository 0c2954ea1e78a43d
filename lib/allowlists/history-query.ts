/** What the address of a history page asks for; null where it does not, or asks for nonsense. */
export type HistoryQuery = {
  /** Events older than this one. */
  before: string | null
  /** Versions to compare. */
  a: number | null
  b: number | null
  /** A version to be shown whole. */
  view: number | null
}

type Query = Readonly<Record<string, string | string[] | undefined>>

export function readHistoryQuery(query: Query): HistoryQuery {
  const before = query.before
  return {
    before: typeof before === 'string' && /^\d{1,18}$/.test(before) ? before : null,
    a: numberIn(query.a),
    b: numberIn(query.b),
    view: numberIn(query.view),
  }
}

function numberIn(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}
