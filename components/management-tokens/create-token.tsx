'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import { AllowedIpsField } from '#components/allowed-ips/allowed-ips-field'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { ExpiryField } from '#components/keys/expiry-field'
import { useListText } from '#components/keys/list-text'
import { useOpenConfirmation } from '#components/keys/open-confirmation'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { PageHeader } from '#components/ui/page-header'
import { RadioCards } from '#components/ui/radio-cards'
import { type TokenRole, tokenRoles } from '#lib/management-tokens/rules'
import { createTokenSchema } from '#lib/management-tokens/schema'
import { roleWords } from '#lib/management-tokens/words'
import { paths } from '#lib/paths'
import { TokenReveal } from './token-reveal.tsx'

type Created = { name: string; role: TokenRole; secret: string }

export type CreateTokenProps = {
  action: Action<z.input<typeof createTokenSchema>, Created>
  /** Where programs reach the API. */
  origin: string
  currentAddress: string | null
  serverSeesPublicCallers: boolean
}

/** The form, and then in its place the token, shown once. */
export function CreateToken({ origin, ...form }: CreateTokenProps) {
  const [created, setCreated] = useState<Created | null>(null)
  if (created !== null) return <TokenReveal {...created} origin={origin} />
  return (
    <>
      <PageHeader
        title="Create token"
        description="One token for each program, with the least it needs, can be restricted and revoked alone."
        breadcrumbs={[
          { label: 'API Keys', href: paths.apiKeys() },
          { label: 'Management tokens', href: paths.managementTokens() },
        ]}
      />
      <CreateTokenForm {...form} onCreated={setCreated} />
    </>
  )
}

const roles = tokenRoles.map((value) => ({
  value,
  label: roleWords[value].word,
  description: roleWords[value].explanation,
}))

type CreateTokenFormProps = Omit<CreateTokenProps, 'origin'> & { onCreated: (created: Created) => void }

function CreateTokenForm({ action, currentAddress, serverSeesPublicCallers, onCreated }: CreateTokenFormProps) {
  const router = useRouter()
  const form = useActionForm({
    schema: createTokenSchema,
    defaultValues: { name: '', role: 'read' as TokenRole, allowedIps: '', openToAny: false, expiresAt: null },
    action,
    onSuccess: ({ name, role, secret }) => {
      onCreated({ name, role, secret })
      // The table as the browser remembers it has no such token yet.
      router.refresh()
    },
  })
  const { control, getValues, setValue, trigger } = form.form
  const list = useListText(control, 'allowedIps')
  const { field: role } = useController({ control, name: 'role' })
  const { field: expiry } = useController({ control, name: 'expiresAt' })
  const { submit, dialog } = useOpenConfirmation({
    subject: 'token',
    isOpen: false,
    listIsEmpty: () => getValues('allowedIps').trim() === '',
    checkOthers: () => trigger(['name', 'role', 'expiresAt'], { shouldFocus: true }),
    setConfirmed: (confirmed) => setValue('openToAny', confirmed),
    submit: form.submit,
  })
  return (
    <Card>
      <Form form={{ ...form, submit }} aria-label="Create token" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Name" hint="What uses it: “Deployment”, “Billing job”." error={form.error('name')}>
            <Input {...form.text('name')} autoComplete="off" className="max-w-md" />
          </Field>
          <RadioCards
            legend="Role"
            name="role"
            options={roles}
            value={role.value}
            onChange={role.onChange}
            error={form.error('role')}
          />
          <AllowedIpsField {...list} {...{ currentAddress, serverSeesPublicCallers }} subject="token" />
          <ExpiryField value={expiry.value} onChange={expiry.onChange} error={form.error('expiresAt')} />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.managementTokens()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Create</SubmitButton>
        </CardFooter>
      </Form>
      {dialog}
    </Card>
  )
}
