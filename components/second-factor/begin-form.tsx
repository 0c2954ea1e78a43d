'use client'

import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { PasswordInput } from '#components/form/password-input'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { beginSchema } from '#lib/second-factor/schema'
import type { DeviceSecret } from './enrol-steps.tsx'

export type BeginFormProps = {
  action: Action<{ password: string }, DeviceSecret>
  email: string
  onBegun: (secret: DeviceSecret) => void
}

export function BeginForm({ action, email, onBegun }: BeginFormProps) {
  const form = useActionForm({
    schema: beginSchema,
    defaultValues: { password: '' },
    action,
    onSuccess: onBegun,
  })
  return (
    <Section
      title="Set it up"
      description="You need an authenticator app on your phone or computer: any that knows time-based codes (TOTP), such as Aegis, 2FAS, Google Authenticator or a password manager."
    >
      <Form form={form} aria-label="Set up the second factor" className="max-w-md">
        <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
        <Field label="Password" hint="So that nobody else sets it up here for you." error={form.error('password')}>
          <PasswordInput {...form.text('password')} autoComplete="current-password" />
        </Field>
        <div>
          <SubmitButton form={form}>Continue</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
