'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { PageHeader } from '#components/ui/page-header'
import { paths } from '#lib/paths'
import { createWebhookSchema } from '#lib/webhooks/schema'
import { webhookCrumbs } from './crumbs.tsx'
import { AlertChoice } from './webhook-fields.tsx'
import { WebhookReveal } from './webhook-reveal.tsx'

type Typed = z.input<typeof createWebhookSchema>
type Created = { id: string; url: string; secret: string }

export type CreateWebhookProps = {
  action: Action<Typed, Created>
  /** What is asked of an address here. */
  urlHint: string
}

/** The form, and then in its place the signing secret, shown once. */
export function CreateWebhook(props: CreateWebhookProps) {
  const [created, setCreated] = useState<Created | null>(null)
  if (created !== null) return <WebhookReveal webhookId={created.id} name="The webhook" secret={created.secret} />
  return (
    <>
      <PageHeader
        title="Create webhook"
        description="Every alert is sent to it as a signed POST request."
        breadcrumbs={webhookCrumbs}
      />
      <CreateForm {...props} onCreated={setCreated} />
    </>
  )
}

type CreateFormProps = CreateWebhookProps & { onCreated: (created: Created) => void }

const empty: Typed = { url: '', description: '', scope: 'all', kinds: [] }

function CreateForm({ action, urlHint, onCreated }: CreateFormProps) {
  const router = useRouter()
  const form = useActionForm({
    schema: createWebhookSchema,
    defaultValues: empty,
    action,
    onSuccess: (created) => {
      onCreated(created)
      // The table as the browser remembers it has no such webhook yet.
      router.refresh()
    },
  })
  const { control } = form.form
  const { field: scope } = useController({ control, name: 'scope' })
  const { field: kinds } = useController({ control, name: 'kinds' })
  return (
    <Card>
      <Form form={form} aria-label="Create webhook" className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          <Field label="Address" hint={urlHint} error={form.error('url')}>
            <Input {...form.text('url')} type="url" inputMode="url" autoComplete="off" spellCheck={false} />
          </Field>
          <Field
            label="Description"
            optional
            hint="What receives it: “On-call channel”."
            error={form.error('description')}
          >
            <Input {...form.text('description')} autoComplete="off" className="max-w-md" />
          </Field>
          <AlertChoice scope={scope} kinds={kinds} error={form.error('kinds')} />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.webhooks()}>Cancel</ButtonLink>
          <SubmitButton form={form}>Create</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
