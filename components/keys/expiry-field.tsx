'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { Time } from '#components/ui/time'

export type ExpiryFieldProps = {
  /** ISO 8601; null for never; empty while a date is still to be chosen. */
  value: string | null
  onChange: (value: string | null) => void
  error: string | undefined
}

const DAY_MS = 24 * 60 * 60 * 1000
const ON_A_DATE = 'date'

const choices = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In 365 days' },
  { value: ON_A_DATE, label: 'On a date' },
]

export function ExpiryField({ value, onChange, error }: ExpiryFieldProps) {
  const [choice, setChoice] = useState('')
  const onDate = choice === ON_A_DATE

  const choose = (next: string) => {
    setChoice(next)
    if (next === ON_A_DATE) onChange('')
    else onChange(next === '' ? null : new Date(Date.now() + Number(next) * DAY_MS).toISOString())
  }

  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-4">
      <Field
        label="Expires"
        hint={value && !error ? <Stops at={value} /> : undefined}
        error={onDate ? undefined : error}
        className="basis-48"
      >
        <Select options={choices} value={choice} onChange={(event) => choose(event.target.value)} />
      </Field>
      {onDate && (
        <Field label="Last day" error={error} className="basis-48">
          <Input type="date" min={dayOf(new Date())} onChange={(event) => onChange(endOfDay(event.target.value))} />
        </Field>
      )}
    </div>
  )
}

function Stops({ at }: { at: string }) {
  return (
    <>
      Stops working on <Time instant={at} show="time" />
    </>
  )
}

/**
 * The end of a day in the reader's time zone; empty for what is not a whole date yet. Midnight would be shown as the day
 * after.
 */
function endOfDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date || year > 9999) return ''
  return new Date(year, month - 1, date, 23, 59, 59, 999).toISOString()
}

function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
