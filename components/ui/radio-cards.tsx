'use client'

import { useId } from 'react'
import { classNames } from './class-names.tsx'
import { FieldError } from './field.tsx'

export type RadioCardsProps<Value extends string> = {
  legend: string
  name: string
  options: readonly { value: Value; label: string; description: string }[]
  value: Value
  onChange: (value: Value) => void
  error?: string | undefined
  className?: string | undefined
}

/** One of a few, where each wants a sentence. The platform's radio buttons, so arrows and forms work as everywhere. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, name, options, value, onChange, error, className } = props
  const id = useId()
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className={classNames('min-w-0', className)}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'flex items-start gap-2.5 rounded-lg border border-line-strong bg-surface px-3.5 py-3 shadow-control transition-colors hover:bg-hover',
              'has-checked:border-accent has-checked:bg-accent-wash has-checked:ring-1 has-checked:ring-accent',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              aria-describedby={`${id}-${option.value}`}
              aria-labelledby={`${id}-${option.value}-label`}
              className="mt-0.75 size-4 shrink-0 appearance-none rounded-full border border-field bg-surface outline-none transition-colors checked:border-5 checked:border-accent"
            />
            <span className="min-w-0">
              <span id={`${id}-${option.value}-label`} className="block font-medium">
                {option.label}
              </span>
              <span id={`${id}-${option.value}`} className="block text-muted">
                {option.description}
              </span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <div className="mt-1.5">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  )
}
