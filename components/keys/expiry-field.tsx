'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { Time } from '#components/ui/time'

/** One way to say when something ends. `at`: ISO 8601; null for never. */
export type ExpiryChoice = { value: string; label: string; at: () => string | null }

export type ExpiryFieldProps = {
  /** ISO 8601; null for never; empty while a date is still to be chosen. */
  value: string | null
  onChange: (value: string | null) => void
  error: string | undefined
  label?: string | undefined
  choices?: readonly ExpiryChoice[] | undefined
  /** What the time means, before it. */
  effect?: string | undefined
  className?: string | undefined
}

const HOUR_MS = 60 * 60 * 1000
const ON_A_DATE = 'date'

/** The first choice is the one that stands there at first. */
export const keyExpiryChoices = [
  { value: '', label: 'Never', at: () => null },
  { value: '30', label: 'In 30 days', at: () => inHours(30 * 24) },
  { value: '90', label: 'In 90 days', at: () => inHours(90 * 24) },
  { value: '365', label: 'In 365 days', at: () => inHours(365 * 24) },
] as const satisfies readonly ExpiryChoice[]

export function ExpiryField(props: ExpiryFieldProps) {
  const { value, onChange, error, label = 'Expires', choices = keyExpiryChoices, className = 'basis-48' } = props
  const [choice, setChoice] = useState(choices[0]?.value ?? '')
  const onDate = choice === ON_A_DATE

  const choose = (next: string) => {
    setChoice(next)
    onChange(next === ON_A_DATE ? '' : (choices.find((one) => one.value === next)?.at() ?? null))
  }

  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-4">
      <Field
        label={label}
        hint={value && !error ? <Ends at={value} effect={props.effect ?? 'Stops working on'} /> : undefined}
        error={onDate ? undefined : error}
        className={className}
      >
        <Select
          options={[...choices, { value: ON_A_DATE, label: 'On a date' }].map(({ value, label }) => ({ value, label }))}
          value={choice}
          onChange={(event) => choose(event.target.value)}
        />
      </Field>
      {onDate && (
        <Field label="Last day" error={error} className={className}>
          <Input type="date" min={dayOf(new Date())} onChange={(event) => onChange(endOfDay(event.target.value))} />
        </Field>
      )}
    </div>
  )
}

function Ends({ at, effect }: { at: string; effect: string }) {
  return (
    <>
      {effect} <Time instant={at} show="time" />
    </>
  )
}

/** So many hours from now, in ISO 8601. */
export function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR_MS).toISOString()
}

/**
 * The end of a day in the reader's time zone; empty for what is not a whole date yet. Midnight would be shown as the day
 * after.
 */
export function endOfDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date || year > 9999) return ''
  return new Date(year, month - 1, date, 23, 59, 59, 999).toISOString()
}

/** A day as date fields write it, in the reader's time zone. */
export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
