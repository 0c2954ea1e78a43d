'use client'

import type { ComponentProps } from 'react'
import { Field } from '#components/ui/field'
import { Textarea } from '#components/ui/textarea'
import { MOST_WORDS } from '#lib/staff-acts/schema'

export type WordsFieldProps = {
  label: string
  hint?: string | undefined
  optional?: boolean | undefined
  error: string | undefined
  /** What the form registers. */
  field: ComponentProps<'textarea'>
}

/** A few sentences. */
export function WordsField({ label, hint, optional, error, field }: WordsFieldProps) {
  return (
    <Field label={label} hint={hint} optional={optional} error={error}>
      <Textarea {...field} rows={3} maxLength={MOST_WORDS} className="max-h-48" />
    </Field>
  )
}
