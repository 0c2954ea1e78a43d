'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { PasswordInput } from '#components/form/password-input'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { toast } from '#components/ui/toast'
import { passwordSchema } from '#lib/auth/schema'
import { NewPasswordField } from './new-password-field.tsx'

export type PasswordFormProps = {
  action: Action<{ currentPassword: string; newPassword: string }>
  email: string
}

export function PasswordForm({ action, email }: PasswordFormProps) {
  const router = useRouter()
  const [changes, setChanges] = useState(0)
  const form = useActionForm({
    schema: passwordSchema,
    defaultValues: { currentPassword: '', newPassword: '' },
    action,
    onSuccess: (_, __, reset) => {
      reset()
      setChanges((count) => count + 1)
      router.refresh()
      toast({ title: 'Password changed', description: 'Every other browser has been signed out.' })
    },
  })
  return (
    <Section title="Password" description="Changing it signs out every other browser.">
      <Form form={form} aria-label="Password" className="max-w-md">
        {/* For password managers: which account the new password belongs to. */}
        <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
        <Field label="Current password" error={form.error('currentPassword')}>
          <PasswordInput {...form.text('currentPassword')} autoComplete="current-password" />
        </Field>
        <NewPasswordField
          key={changes}
          label="New password"
          input={form.text('newPassword')}
          error={form.error('newPassword')}
        />
        <div>
          <SubmitButton form={form}>Change password</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
