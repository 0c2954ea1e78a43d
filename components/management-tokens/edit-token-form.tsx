'use client'

import { useRouter } from 'next/navigation'
import type { z } from 'zod'
import { AllowedIpsField } from '#components/allowed-ips/allowed-ips-field'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useListText } from '#components/keys/list-text'
import { useOpenConfirmation } from '#components/keys/open-confirmation'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'
import { updateTokenSchema } from '#lib/management-tokens/schema'
import { paths } from '#lib/paths'

export type EditTokenFormProps = {
  /** The token as it was read for this page. */
  original: { id: string; name: string; allowedIps: string; isOpen: boolean }
  action: Action<z.input<typeof updateTokenSchema>, { name: string }>
  currentAddress: string | null
  serverSeesPublicCallers: boolean
}

export function EditTokenForm({ original, action, currentAddress, serverSeesPublicCallers }: EditTokenFormProps) {
  const router = useRouter()
  const { id, name, allowedIps, isOpen } = original
  const form = useActionForm({
    schema: updateTokenSchema,
    defaultValues: { tokenId: id, name, allowedIps, listBefore: allowedIps, openToAny: isOpen },
    action,
    onSuccess: (saved) => {
      toast({ title: `${saved.name} is saved`, description: 'The next request obeys it.' })
      router.push(paths.managementTokens())
      router.refresh()
    },
  })
  const { control, getValues, setValue, trigger } = form.form
  const list = useListText(control, 'allowedIps')
  const { submit, dialog } = useOpenConfirmation({
    subject: 'token',
    isOpen,
    listIsEmpty: () => getValues('allowedIps').trim() === '',
    checkOthers: () => trigger('name', { shouldFocus: true }),
    setConfirmed: (confirmed) => setValue('openToAny', confirmed),
    submit: form.submit,
  })
  return (
    <Card>
      <Form form={{ ...form, submit }} aria-label={`Edit ${name}`} className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Name" error={form.error('name')}>
            <Input {...form.text('name')} autoComplete="off" className="max-w-md" />
          </Field>
          <AllowedIpsField {...list} {...{ currentAddress, serverSeesPublicCallers }} subject="token" />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.managementTokens()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Save</SubmitButton>
        </CardFooter>
      </Form>
      {dialog}
    </Card>
  )
}
