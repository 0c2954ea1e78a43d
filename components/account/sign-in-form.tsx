'use client'

import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { leaveFor } from '#components/form/leave'
import { PasswordInput } from '#components/form/password-input'
import { Callout } from '#components/ui/callout'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { TextLink } from '#components/ui/text-link'
import { signInSchema } from '#lib/auth/schema'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'

type Credentials = { email: string; password: string; callbackUrl?: string | undefined }

export type SignInFormProps = {
  action: Action<Credentials, { next: string }>
  callbackUrl?: string
  /** Why the visitor is here again, when something sent them back. */
  notice?: string
}

export function SignInForm({ action, callbackUrl, notice }: SignInFormProps) {
  const form = useActionForm({
    schema: signInSchema,
    defaultValues: { email: '', password: '', callbackUrl },
    action,
    onSuccess: ({ next }) => leaveFor(next),
  })
  return (
    <>
      <EntryHeading title="Sign in">
        New here? <TextLink href={paths.signUp(callbackUrl)}>Create an account</TextLink>
      </EntryHeading>
      {notice && (
        <Callout tone="warning" role="status" className="mb-5">
          {notice}
        </Callout>
      )}
      <Form form={form} aria-label="Sign in">
        <Field label="E-mail address" error={form.error('email')}>
          <Input {...form.text('email')} type="email" autoComplete="username" inputMode="email" />
        </Field>
        <Field label="Password" error={form.error('password')}>
          <PasswordInput {...form.text('password')} autoComplete="current-password" />
        </Field>
        <SubmitButton form={form} size="large" className="w-full">
          Sign in
        </SubmitButton>
      </Form>
    </>
  )
}
