'use client'

import { useState } from 'react'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useLinkToken } from '#components/form/link-token'
import { Callout } from '#components/ui/callout'
import { announce } from '#components/ui/live-region'
import { TextLink } from '#components/ui/text-link'
import { newPasswordSchema } from '#lib/password-reset/schema'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'
import { NewPasswordField } from './new-password-field.tsx'

export type ResetPasswordFormProps = { action: Action<{ token: string; newPassword: string }, null> }

/** What a link to a new password opens. Opening it uses nothing up; sending the form does. */
export function ResetPasswordForm({ action }: ResetPasswordFormProps) {
  const token = useLinkToken()
  const [isDone, setDone] = useState(false)
  const form = useActionForm({
    schema: newPasswordSchema,
    defaultValues: { newPassword: '' },
    action: ({ newPassword }) => action({ token: token ?? '', newPassword }),
    onSuccess: () => {
      announce('Password changed.')
      setDone(true)
    },
  })
  if (isDone) return <Changed />
  return (
    <>
      <EntryHeading title="Choose a new password">Every browser that is signed in now is signed out.</EntryHeading>
      {token === '' ? (
        <NoToken />
      ) : (
        <Form form={form} aria-label="Choose a new password">
          <NewPasswordField label="New password" input={form.text('newPassword')} error={form.error('newPassword')} />
          <SubmitButton form={form} size="large" className="w-full">
            Set the password
          </SubmitButton>
        </Form>
      )}
      <p className="mt-6 text-muted">
        Link used up or too old? <TextLink href={paths.forgottenPassword()}>Ask for another</TextLink>
      </p>
    </>
  )
}

function Changed() {
  return (
    <EntryHeading title="Password changed">
      <TextLink href={paths.signIn()}>Sign in</TextLink> with the new one.
    </EntryHeading>
  )
}

function NoToken() {
  return (
    <Callout tone="warning" title="This link is not whole">
      Open it from the message again, or copy all of it into the address bar.
    </Callout>
  )
}
