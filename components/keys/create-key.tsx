'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import { AllowedIpsField } from '#components/allowed-ips/allowed-ips-field'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { type ListChoice, ListPicker } from '#components/lists/list-picker'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { PageHeader } from '#components/ui/page-header'
import { createKeySchema } from '#lib/keys/schema'
import { paths } from '#lib/paths'
import { cappedChoices, type KeyFormPolicy } from './capped-choices.ts'
import { ExpiryField } from './expiry-field.tsx'
import { KeyReveal } from './key-reveal.tsx'
import { useListText } from './list-text.tsx'
import { useOpenConfirmation } from './open-confirmation.tsx'

type Created = { id: string; name: string; secret: string }

export type CreateKeyProps = {
  action: Action<z.input<typeof createKeySchema>, Created>
  /** Where programs reach the API. */
  origin: string
  /** The named lists of the workspace. */
  lists: readonly ListChoice[]
  currentAddress: string | null
  serverSeesPublicCallers: boolean
  /** What policies of the installation want; null when there are none. */
  policy: KeyFormPolicy | null
}

/** The form, and then in its place the key, shown once. */
export function CreateKey({ origin, ...form }: CreateKeyProps) {
  const [created, setCreated] = useState<Created | null>(null)
  if (created !== null) return <KeyReveal {...created} origin={origin} />
  return (
    <>
      <PageHeader
        title="Create New Key"
        description="One key for each program and environment keeps their lists short and their traces apart."
        breadcrumbs={[{ label: 'API Keys', href: paths.apiKeys() }]}
      />
      <CreateKeyForm {...form} onCreated={setCreated} />
    </>
  )
}

type CreateKeyFormProps = Omit<CreateKeyProps, 'origin'> & { onCreated: (created: Created) => void }

function CreateKeyForm(props: CreateKeyFormProps) {
  const { action, lists, currentAddress, serverSeesPublicCallers, policy, onCreated } = props
  const router = useRouter()
  const form = useActionForm({
    schema: createKeySchema,
    defaultValues: { name: '', allowedIps: '', openToAny: false, expiresAt: policy?.latestExpiry ?? null, listIds: [] },
    action,
    onSuccess: ({ id, name, secret }) => {
      onCreated({ id, name, secret })
      // The table as the browser remembers it has no such key yet.
      router.refresh()
    },
  })
  const { control, getValues, setValue, trigger } = form.form
  const list = useListText(control, 'allowedIps')
  const { field: expiry } = useController({ control, name: 'expiresAt' })
  const { field: named } = useController({ control, name: 'listIds' })
  const chosen = named.value ?? []
  const { submit, dialog } = useOpenConfirmation({
    isOpen: false,
    listIsEmpty: () => getValues('allowedIps').trim() === '' && chosen.length === 0,
    checkOthers: () => trigger(['name', 'expiresAt'], { shouldFocus: true }),
    setConfirmed: (confirmed) => setValue('openToAny', confirmed),
    submit: form.submit,
  })
  return (
    <Card>
      <Form form={{ ...form, submit }} aria-label="Create New Key" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Name" hint="What uses it, and where: “Web shop, production”." error={form.error('name')}>
            <Input {...form.text('name')} autoComplete="off" className="max-w-md" />
          </Field>
          <AllowedIpsField
            {...list}
            subject={chosen.length === 0 ? 'key' : 'listed_key'}
            currentAddress={currentAddress}
            serverSeesPublicCallers={serverSeesPublicCallers}
            {...(policy === null ? {} : { rules: policy.keyRules })}
          />
          {lists.length > 0 && (
            <ListPicker
              legend="Named lists"
              hint="A call passes when the list above or one of these admits it."
              lists={lists}
              chosen={chosen}
              onChange={named.onChange}
              error={form.error('listIds')}
            />
          )}
          <ExpiryField
            value={expiry.value}
            onChange={expiry.onChange}
            error={form.error('expiresAt')}
            choices={policy?.latestExpiry ? cappedChoices(policy.latestExpiry, policy.maxKeyLifeDays ?? 0) : undefined}
          />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.apiKeys()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Create</SubmitButton>
        </CardFooter>
      </Form>
      {dialog}
    </Card>
  )
}
