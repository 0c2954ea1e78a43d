'use client'

import { Check } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.tsx'
import { FieldError } from './field.tsx'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode
  description?: ReactNode
  error?: ReactNode
}

export function Checkbox({ label, description, error, className, ...rest }: CheckboxProps) {
  const id = useId()
  const describedBy = [error && `${id}-error`, description && `${id}-description`].filter(Boolean).join(' ')
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <div className="flex items-start gap-2.5">
        <span className="relative mt-0.5 inline-grid shrink-0 place-items-center">
          <input
            {...rest}
            id={rest.id ?? id}
            type="checkbox"
            aria-describedby={describedBy || undefined}
            aria-invalid={error ? true : undefined}
            className="peer size-4.5 appearance-none rounded-[5px] border border-field bg-surface shadow-control transition-colors checked:border-accent checked:bg-accent hover:border-muted checked:hover:bg-accent-hover disabled:opacity-50 aria-invalid:border-danger-ink"
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute size-3.5 text-on-accent opacity-0 transition-opacity peer-checked:opacity-100"
          />
        </span>
        <div className="min-w-0">
          <label htmlFor={rest.id ?? id} className="font-medium">
            {label}
          </label>
          {description && (
            <p id={`${id}-description`} className="text-muted">
              {description}
            </p>
          )}
        </div>
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
