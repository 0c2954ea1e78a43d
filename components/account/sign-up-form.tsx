'use client'

import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { leaveFor } from '#components/form/leave'
import { Callout } from '#components/ui/callout'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { TextLink } from '#components/ui/text-link'
import { signUpSchema } from '#lib/auth/schema'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'
import { NewPasswordField } from './new-password-field.tsx'

type Newcomer = {
  name: string
  email: string
  password: string
  workspaceName?: string | undefined
  setupCode?: string | undefined
  callbackUrl?: string | undefined
}

export type SignUpFormProps = {
  action: Action<Newcomer, { next: string }>
  /** Nobody has an account here yet: this one will look after the installation. */
  isFirst: boolean
  needsSetupCode: boolean
  /** Joins the workspace of an invitation instead of making one. */
  isInvited: boolean
  callbackUrl?: string
}

export function SignUpForm({ action, isFirst, needsSetupCode, isInvited, callbackUrl }: SignUpFormProps) {
  const form = useActionForm({
    schema: signUpSchema,
    defaultValues: { name: '', email: '', password: '', workspaceName: '', setupCode: '', callbackUrl },
    action,
    onSuccess: ({ next }) => leaveFor(next),
  })
  return (
    <>
      <EntryHeading title="Create your account">
        Already have one? <TextLink href={paths.signIn(callbackUrl)}>Sign in</TextLink>
      </EntryHeading>
      {isFirst && (
        <Callout title="You are the first one here" className="mb-5">
          This account will also look after the whole installation.
        </Callout>
      )}
      <Form form={form} aria-label="Create your account">
        {needsSetupCode && (
          <Field
            label="Set-up code"
            hint="The server printed it when it started: it proves that the installation is yours."
            error={form.error('setupCode')}
          >
            <Input {...form.text('setupCode')} className="address" autoComplete="off" spellCheck={false} />
          </Field>
        )}
        <Field label="Name" error={form.error('name')}>
          <Input {...form.text('name')} autoComplete="name" />
        </Field>
        <Field
          label="E-mail address"
          hint={isInvited ? 'The one that the invitation was sent to.' : undefined}
          error={form.error('email')}
        >
          <Input {...form.text('email')} type="email" autoComplete="username" inputMode="email" />
        </Field>
        <NewPasswordField label="Password" input={form.text('password')} error={form.error('password')} />
        {!isInvited && (
          <Field
            label="Workspace name"
            optional
            hint="Where your keys live: a company, a team, a project."
            error={form.error('workspaceName')}
          >
            <Input {...form.text('workspaceName')} autoComplete="organization" />
          </Field>
        )}
        <SubmitButton form={form} size="large" className="w-full">
          Create account
        </SubmitButton>
      </Form>
    </>
  )
}
