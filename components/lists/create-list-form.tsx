'use client'

import { useRouter } from 'next/navigation'
import type { z } from 'zod'
import { AllowedIpsField, type ListRules } from '#components/allowed-ips/allowed-ips-field'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useListText } from '#components/keys/list-text'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { toast } from '#components/ui/toast'
import { createListSchema } from '#lib/lists/schema'
import { paths } from '#lib/paths'
import { ListNameFields } from './list-name-fields.tsx'

export type CreateListFormProps = {
  action: Action<z.input<typeof createListSchema>, { id: string; name: string }>
  currentAddress: string | null
  serverSeesPublicCallers: boolean
  /** What policies of the installation want of the list. */
  rules?: ListRules
}

export function CreateListForm({ action, ...caller }: CreateListFormProps) {
  const router = useRouter()
  const form = useActionForm({
    schema: createListSchema,
    defaultValues: { name: '', description: '', entries: '' },
    action,
    onSuccess: ({ id, name }) => {
      toast({ title: `${name} is created`, description: 'Now choose the keys that use it.' })
      router.push(paths.namedList(id))
      router.refresh()
    },
  })
  const list = useListText(form.form.control, 'entries')
  return (
    <Card>
      <Form form={form} aria-label="Create named list" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <ListNameFields
            name={form.text('name')}
            nameError={form.error('name')}
            description={form.text('description')}
            descriptionError={form.error('description')}
          />
          <AllowedIpsField {...list} {...caller} label="Addresses" subject="list" />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.namedLists()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Create</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
