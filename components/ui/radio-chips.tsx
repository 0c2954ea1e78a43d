'use client'

import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.tsx'

export type RadioChipsProps<Value extends string> = {
  legend: string
  name: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
  /** What the choice amounts to. */
  hint?: ReactNode
}

/** One of a few words. The platform's radio buttons, so arrows and forms work as everywhere. */
export function RadioChips<Value extends string>(props: RadioChipsProps<Value>) {
  const { legend, name, options, value, onChange, hint } = props
  const id = useId()
  return (
    <fieldset aria-describedby={hint ? id : undefined} className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid grid-cols-3 gap-1.5 sm:grid-cols-5">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'relative flex h-10 items-center justify-center whitespace-nowrap rounded-lg border border-line-strong bg-surface px-2 font-medium shadow-control transition-colors hover:bg-hover sm:h-9',
              'has-checked:border-accent has-checked:bg-accent-wash has-checked:text-accent-ink has-checked:ring-1 has-checked:ring-accent',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 size-full appearance-none rounded-lg outline-none"
            />
            {option.label}
          </label>
        ))}
      </div>
      {hint && (
        <p id={id} className="mt-1.5 text-muted">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
