'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.tsx'
import { FieldError } from './field.tsx'

export type RadioCard = {
  value: string
  label: string
  description?: ReactNode
  icon?: ReactNode
  disabled?: boolean
}

export type RadioCardsProps = Omit<ComponentProps<'input'>, 'type' | 'children' | 'value' | 'defaultValue' | 'id'> & {
  legend: ReactNode
  hideLegend?: boolean | undefined
  options: readonly RadioCard[]
  /** Controlled: the chosen value. Leave out and spread `register(name)` for a form. */
  value?: string | undefined
  defaultValue?: string | undefined
  error?: ReactNode
  columns?: 1 | 2 | 3 | undefined
}

const grids = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' }

export function RadioCards(props: RadioCardsProps) {
  const { legend, hideLegend, options, value, defaultValue, error, columns = 1, className, name, ...input } = props
  const id = useId()
  return (
    <fieldset className={classNames('min-w-0', className)} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={hideLegend ? 'spoken' : 'mb-1.5 font-medium'}>{legend}</legend>
      <div className={classNames('grid gap-2.5', grids[columns])}>
        {options.map((option) => (
          <label key={option.value} className={card}>
            <input
              {...input}
              type="radio"
              name={name ?? id}
              value={option.value}
              disabled={option.disabled || input.disabled}
              aria-labelledby={`${id}-${option.value}-label`}
              aria-describedby={option.description ? `${id}-${option.value}` : undefined}
              {...(value === undefined ? {} : { checked: value === option.value })}
              {...(defaultValue === undefined ? {} : { defaultChecked: defaultValue === option.value })}
              className="mt-0.5 size-4.5 shrink-0 appearance-none rounded-full border border-field bg-surface transition-[border-width] checked:border-[5.5px] checked:border-accent focus-visible:outline-none"
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-center gap-2 font-medium [&_svg]:size-4 [&_svg]:text-muted">
                {option.icon}
                <span id={`${id}-${option.value}-label`}>{option.label}</span>
              </span>
              {option.description && (
                <span id={`${id}-${option.value}`} className="block text-muted">
                  {option.description}
                </span>
              )}
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

const card =
  'flex items-start gap-2.5 rounded-lg border border-line-strong bg-surface p-3 shadow-control transition-colors hover:border-field has-checked:border-accent has-checked:bg-accent-wash has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2'
