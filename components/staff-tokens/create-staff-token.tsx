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
import { paths } from '#lib/paths'
import { staffRoleWords } from '#lib/staff/rules'
import { createStaffTokenSchema } from '#lib/staff-tokens/schema'
import { StaffTokenReveal } from './staff-token-reveal.tsx'

type Role = keyof typeof staffRoleWords
type Created = { name: string; secret: string }

export type CreateStaffTokenProps = {
  action: Action<z.input<typeof createStaffTokenSchema>, Created>
  /** What whoever makes it may give, the least first. */
  roles: readonly Role[]
  /** Where programs reach the API. */
  origin: string
  currentAddress: string | null
  serverSeesPublicCallers: boolean
}

/** The form, and then in its place the token, shown once. */
export function CreateStaffToken({ origin, ...form }: CreateStaffTokenProps) {
  const [created, setCreated] = useState<Created | null>(null)
  if (created !== null) return <StaffTokenReveal {...created} origin={origin} />
  return (
    <>
      <PageHeader
        title="Create staff token"
        description="It acts in your name in every workspace, as long as you are staff and with at most what you may do then."
        breadcrumbs={[{ label: 'Tokens', href: paths.staffTokens() }]}
      />
      <CreateForm {...form} onCreated={setCreated} />
    </>
  )
}

type CreateFormProps = Omit<CreateStaffTokenProps, 'origin'> & { onCreated: (created: Created) => void }

function CreateForm({ action, roles, currentAddress, serverSeesPublicCallers, onCreated }: CreateFormProps) {
  const router = useRouter()
  const form = useActionForm({
    schema: createStaffTokenSchema,
    defaultValues: { name: '', role: 'auditor' as Role, allowedIps: '', openToAny: false, expiresAt: null },
    action,
    onSuccess: ({ name, secret }) => {
      onCreated({ name, secret })
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
      <Form form={{ ...form, submit }} aria-label="Create staff token" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Name" hint="What uses it: “Weekly report”, “SIEM”." error={form.error('name')}>
            <Input {...form.text('name')} autoComplete="off" className="max-w-md" />
          </Field>
          <RadioCards
            legend="Role"
            name="role"
            options={roles.map(optionOf)}
            value={role.value}
            onChange={role.onChange}
            error={form.error('role')}
          />
          <AllowedIpsField {...list} {...{ currentAddress, serverSeesPublicCallers }} subject="token" />
          <ExpiryField value={expiry.value} onChange={expiry.onChange} error={form.error('expiresAt')} />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.staffTokens()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Create</SubmitButton>
        </CardFooter>
      </Form>
      {dialog}
    </Card>
  )
}

function optionOf(value: Role) {
  return { value, label: staffRoleWords[value].name, description: `${staffRoleWords[value].does}.` }
}
