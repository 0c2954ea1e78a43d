'use client'

import { useState } from 'react'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { Callout } from '#components/ui/callout'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { TextLink } from '#components/ui/text-link'
import { askResetSchema } from '#lib/password-reset/schema'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'

export type ForgottenPasswordFormProps = { action: Action<{ email: string }, null> }

export function ForgottenPasswordForm({ action }: ForgottenPasswordFormProps) {
  const [asked, setAsked] = useState<string | null>(null)
  const form = useActionForm({
    schema: askResetSchema,
    defaultValues: { email: '' },
    action,
    onSuccess: (_, { email }) => setAsked(email.trim()),
  })
  return (
    <>
      <EntryHeading title="Forgotten your password?">
        Remembered it? <TextLink href={paths.signIn()}>Sign in</TextLink>
      </EntryHeading>
      {asked === null ? (
        <Form form={form} aria-label="Forgotten your password?">
          <Field
            label="E-mail address"
            hint="A link to choose a new password is sent there."
            error={form.error('email')}
          >
            <Input {...form.text('email')} type="email" autoComplete="username" inputMode="email" />
          </Field>
          <SubmitButton form={form} size="large" className="w-full">
            Send the link
          </SubmitButton>
        </Form>
      ) : (
        <Asked email={asked} />
      )}
    </>
  )
}

/** The same whether there is such an account or not. */
function Asked({ email }: { email: string }) {
  return (
    <Callout tone="success" role="status" title="Look into your mail">
      <p>If {email} has an account here, a message with a link is on its way. The link works once, within an hour.</p>
      <p>Nothing there after a few minutes? Look among the unwanted mail, then ask whoever runs this server.</p>
    </Callout>
  )
}
