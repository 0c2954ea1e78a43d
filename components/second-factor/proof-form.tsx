'use client'

import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { PasswordInput } from '#components/form/password-input'
import { Field } from '#components/ui/field'
import { proofSchema } from '#lib/second-factor/schema'
import { CodeInput } from './code-input.tsx'
import type { ProofAction } from './manage-second-factor.tsx'

export type ProofFormProps<Value> = {
  action: ProofAction<Value>
  onSuccess: (value: Value) => void
  email: string
  label: string
  submit: string
  danger?: true
}

export function ProofForm<Value>({ action, onSuccess, email, label, submit, danger }: ProofFormProps<Value>) {
  const form = useActionForm({
    schema: proofSchema,
    defaultValues: { password: '', code: '' },
    action,
    onSuccess: (value: Value, _, reset) => {
      reset()
      onSuccess(value)
    },
  })
  return (
    <Form form={form} aria-label={label} className="max-w-md">
      <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field label="Password" error={form.error('password')}>
        <PasswordInput {...form.text('password')} autoComplete="current-password" />
      </Field>
      <Field label="Code" hint="Of your authenticator app, or a recovery code." error={form.error('code')}>
        <CodeInput {...form.text('code')} />
      </Field>
      <div>
        <SubmitButton form={form} variant={danger ? 'danger' : 'secondary'}>
          {submit}
        </SubmitButton>
      </div>
    </Form>
  )
}
