import type { Through } from '#lib/allowlists/explain'
import type { AdmittingKey } from '#lib/keys/admitting-keys'

/** By what a call is let through, on the wire. */
export const throughNames = ['THROUGH_OPEN', 'THROUGH_ENTRY', 'THROUGH_BYPASS', 'THROUGH_REPORT'] as const

const names = {
  open: 'THROUGH_OPEN',
  entry: 'THROUGH_ENTRY',
  entries: 'THROUGH_ENTRY',
  bypass: 'THROUGH_BYPASS',
  report: 'THROUGH_REPORT',
} as const satisfies Record<Through['kind'] | NonNullable<AdmittingKey['through']>, (typeof throughNames)[number]>

export function wireThrough({ kind }: { kind: keyof typeof names }): (typeof throughNames)[number] {
  return names[kind]
}
