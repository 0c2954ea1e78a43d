'use client'

import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { classNames } from './class-names.tsx'

type FieldState = { controlId: string; describedBy: string | undefined; invalid: boolean }

const FieldContext = createContext<FieldState | null>(null)

export type FieldProps = {
  label: ReactNode
  /** One control: an Input, Textarea or Select finds its id, description and validity here. */
  children: ReactNode
  hint?: ReactNode
  error?: ReactNode
  optional?: boolean | undefined
  /** Beside the label, at the end of its line: "Forgot?", a counter. */
  aside?: ReactNode
  hideLabel?: boolean | undefined
  className?: string | undefined
}

export function Field({ label, children, hint, error, optional, aside, hideLabel, className }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1.5', className)}>
      <div className={classNames('flex items-baseline justify-between gap-3', hideLabel && 'spoken')}>
        <label htmlFor={`${id}-control`} className="font-medium text-ink">
          {label}
          {optional && <span className="font-normal text-faint"> (optional)</span>}
        </label>
        {aside && <span className="shrink-0 text-muted">{aside}</span>}
      </div>
      <FieldContext value={{ controlId: `${id}-control`, describedBy, invalid: Boolean(error) }}>
        {children}
      </FieldContext>
      {hint && (
        <p id={hintId} className="text-muted">
          {hint}
        </p>
      )}
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  )
}

/** The message under a control. `Field` places its own; this is for groups that are wired by hand. */
export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-danger-ink">
      <CircleAlert aria-hidden="true" className="mt-0.75 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

/** Attributes for the control inside a Field; attributes given to the control itself win. */
export function useFieldControl(own: {
  id?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling' | undefined
}) {
  const field = useContext(FieldContext)
  const describedBy = [own['aria-describedby'], field?.describedBy].filter(Boolean).join(' ')
  return {
    id: own.id ?? field?.controlId,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': own['aria-invalid'] ?? (field?.invalid || undefined),
  }
}
