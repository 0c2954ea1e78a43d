'use client'

import { type ComponentProps, type InputEvent, useState } from 'react'
import { PasswordInput } from '#components/form/password-input'
import { classNames } from '#components/ui/class-names'
import { Field } from '#components/ui/field'
import { type PasswordStrength, passwordStrength } from './password-strength.tsx'

export type NewPasswordFieldProps = {
  label: string
  input: ComponentProps<typeof PasswordInput>
  error: string | undefined
}

/** A password being chosen, with how it does so far. */
export function NewPasswordField({ label, input, error }: NewPasswordFieldProps) {
  const [strength, setStrength] = useState(() => passwordStrength(''))
  const read = (event: InputEvent<HTMLInputElement>) => setStrength(passwordStrength(event.currentTarget.value))
  return (
    <Field label={label} error={error} hint={<Meter strength={strength} />}>
      <PasswordInput {...input} autoComplete="new-password" onInput={read} />
    </Field>
  )
}

const colours = ['bg-line-strong', 'bg-danger-solid', 'bg-success-solid', 'bg-success-solid'] as const
const steps = [1, 2, 3] as const

function Meter({ strength: { level, words } }: { strength: PasswordStrength }) {
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="flex w-24 shrink-0 gap-1">
        {steps.map((step) => (
          <span
            key={step}
            className={classNames(
              'h-1 flex-1 rounded-full bg-line-strong transition-colors',
              level >= step && colours[level],
            )}
          />
        ))}
      </span>
      {words}
    </span>
  )
}
