'use client'

import { useState } from 'react'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { leaveFor } from '#components/form/leave'
import { PasswordInput } from '#components/form/password-input'
import { Callout } from '#components/ui/callout'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { announce } from '#components/ui/live-region'
import { TextLink } from '#components/ui/text-link'
import { signInSchema } from '#lib/auth/schema'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'
import { SignInCode } from './sign-in-code.tsx'

type Credentials = { email: string; password: string; code?: string | undefined; callbackUrl?: string | undefined }

export type SignInFormProps = {
  /** Answers null where the account asks for a code as well. */
  action: Action<Credentials, { next: string | null }>
  callbackUrl?: string
  /** Why the visitor is here again, when something sent them back. */
  notice?: string
}

export function SignInForm({ action, callbackUrl, notice }: SignInFormProps) {
  const [asksCode, setAsksCode] = useState(false)
  const form = useActionForm({
    schema: signInSchema,
    defaultValues: { email: '', password: '', code: '', callbackUrl },
    action,
    onSuccess: ({ next }) => (next === null ? askCode() : leaveFor(next)),
  })
  const askCode = (): void => {
    if (asksCode) form.form.setError('code', { message: 'Enter a code.' }, { shouldFocus: true })
    else announce('Enter the code of your second factor.')
    setAsksCode(true)
  }
  const back = () => {
    form.form.resetField('code')
    form.setProblem(null)
    setAsksCode(false)
  }
  // What was typed stays in the form while its fields are out of sight.
  if (asksCode) return <SignInCode form={form} email={form.form.getValues('email')} onBack={back} />
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
      <p className="mt-6">
        <TextLink href={paths.forgottenPassword()}>Forgotten your password?</TextLink>
      </p>
    </>
  )
}
