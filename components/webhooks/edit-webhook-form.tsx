'use client'

import { useRouter } from 'next/navigation'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import { updateWebhookSchema } from '#lib/webhooks/schema'
import { AlertChoice } from './webhook-fields.tsx'

export type EditWebhookFormProps = {
  /** As it was read for this page. */
  original: z.input<typeof updateWebhookSchema>
  action: Action<z.input<typeof updateWebhookSchema>>
  urlHint: string
}

export function EditWebhookForm({ original, action, urlHint }: EditWebhookFormProps) {
  const router = useRouter()
  const page = paths.webhook(original.webhookId)
  const form = useActionForm({
    schema: updateWebhookSchema,
    defaultValues: original,
    action,
    onSuccess: () => {
      toast({ title: 'The webhook is saved', description: 'The next message obeys it.' })
      router.push(page)
      router.refresh()
    },
  })
  const { control } = form.form
  const { field: scope } = useController({ control, name: 'scope' })
  const { field: kinds } = useController({ control, name: 'kinds' })
  return (
    <Card>
      <Form form={form} aria-label="Edit webhook" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Address" hint={urlHint} error={form.error('url')}>
            <Input {...form.text('url')} type="url" inputMode="url" autoComplete="off" spellCheck={false} />
          </Field>
          <Field label="Description" optional error={form.error('description')}>
            <Input {...form.text('description')} autoComplete="off" className="max-w-md" />
          </Field>
          <AlertChoice scope={scope} kinds={kinds} error={form.error('kinds')} />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={page}>Cancel</ButtonLink>
          <SubmitButton form={form}>Save</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
