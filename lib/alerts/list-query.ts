import { isAlertKind } from './kinds.ts'
import type { AlertEnd, AlertFilter } from './views.ts'

type Raw = Readonly<Record<string, string | string[] | undefined>>

/** What the address of the page says; what makes no sense is left out. */
export function readListQuery(raw: Raw): { filter: AlertFilter; after: AlertEnd | null } {
  const kind = first(raw.kind)
  return {
    filter: { kind: isAlertKind(kind) ? kind : null, unreadOnly: first(raw.unread) === '1' },
    after: readEnd(first(raw.after)),
  }
}

/** The other way round, for links. */
export function listQuery({ kind, unreadOnly }: AlertFilter, after: AlertEnd | null = null) {
  return {
    kind: kind ?? undefined,
    unread: unreadOnly ? '1' : undefined,
    after: after === null ? undefined : `${after.lastAt}_${after.id}`,
  }
}

const END = /^(\d{1,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

function readEnd(text: string): AlertEnd | null {
  const [, lastAt, id] = END.exec(text) ?? []
  return lastAt === undefined || id === undefined ? null : { lastAt: Number(lastAt), id }
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
