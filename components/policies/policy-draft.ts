import type { z } from 'zod'
import type { PolicyRules } from '#lib/policies/rules'
import { type savePolicySchema, wantedPolicySchema } from '#lib/policies/schema'

/** When the rules also concern what exists. `kept`: as it is stored. */
export type Applies = 'saves' | 'kept' | 'now' | 'date'

/** A policy as it is typed. */
export type PolicyDraft = {
  requireRestricted: boolean
  widestV4: string
  widestV6: string
  maxKeyLifeDays: string
  openDays: string
  requireNotes: boolean
  applies: Applies
  /** As a date field has it, in the reader's time zone. */
  date: string
}

export type StoredDraft = { rules: PolicyRules; appliesFrom: string | null }
export type WantedInput = z.input<typeof wantedPolicySchema>
export type SaveInput = z.input<typeof savePolicySchema>

export function draftOf(stored: StoredDraft | null): PolicyDraft {
  const text = (value: number | null | undefined) => (value == null ? '' : String(value))
  const rules = stored?.rules
  return {
    requireRestricted: rules?.requireRestricted ?? false,
    widestV4: text(rules?.widestV4),
    widestV6: text(rules?.widestV6),
    maxKeyLifeDays: text(rules?.maxKeyLifeDays),
    openDays: text(rules?.openDays),
    requireNotes: rules?.requireNotes ?? false,
    applies: stored?.appliesFrom == null ? 'saves' : 'kept',
    date: '',
  }
}

/** What is sent. `kept`: the stored time. */
export function inputOf(draft: PolicyDraft, workspaceId: string | null, kept: string | null): WantedInput {
  return {
    workspaceId,
    rules: {
      requireRestricted: draft.requireRestricted,
      widestV4: numberOf(draft.widestV4),
      widestV6: numberOf(draft.widestV6),
      maxKeyLifeDays: numberOf(draft.maxKeyLifeDays),
      openDays: numberOf(draft.openDays),
      requireNotes: draft.requireNotes,
    },
    appliesFrom: { saves: () => null, kept: () => kept, now: () => 'now', date: () => startOfDay(draft.date) }[
      draft.applies
    ](),
  }
}

/** What is wrong with it, by the name of the field; nothing when nothing is. */
export function problemsOf(input: WantedInput): Partial<Record<keyof PolicyDraft, string>> {
  const read = wantedPolicySchema.safeParse(input)
  if (read.success) return {}
  return Object.fromEntries(
    read.error.issues.map(({ path, message }) => [path[0] === 'rules' ? String(path[1]) : 'date', message]),
  )
}

// What is no number is sent as one that no field takes, so that the field says so.
function numberOf(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** The beginning of a day in the reader's time zone; empty for what is not a whole date yet. */
function startOfDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date || year > 9999) return ''
  return new Date(year, month - 1, date).toISOString()
}
