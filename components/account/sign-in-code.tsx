'use client'

import { useEffect } from 'react'
import type { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { CodeInput } from '#components/second-factor/code-input'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { EntryHeading } from './entry-heading.tsx'

type Typed = { email: string; password: string; code?: string | undefined; callbackUrl?: string | undefined }

export type SignInCodeProps = {
  form: ReturnType<typeof useActionForm<Typed, { next: string | null }>>
  email: string
  onBack: () => void
}

/** The second half of the sign-in form, where the account has a second factor. */
export function SignInCode({ form, email, onBack }: SignInCodeProps) {
  const { setFocus } = form.form
  useEffect(() => setFocus('code'), [setFocus])
  return (
    <>
      <EntryHeading title="Enter your code">
        {email} has a second factor. Nobody is signed in before the code is right.
      </EntryHeading>
      <Form form={form} aria-label="Second factor">
        <Field
          label="Code"
          hint="Six digits of your authenticator app, or one of your recovery codes."
          error={form.error('code')}
        >
          <CodeInput {...form.text('code')} />
        </Field>
        <SubmitButton form={form} size="large" className="w-full">
          Sign in
        </SubmitButton>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </Form>
    </>
  )
}
