'use client'

import { useRouter } from 'next/navigation'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'
import { profileSchema } from '#lib/auth/schema'

export type ProfileFormProps = { action: Action<{ name: string }>; name: string; email: string }

export function ProfileForm({ action, name, email }: ProfileFormProps) {
  const router = useRouter()
  const form = useActionForm({
    schema: profileSchema,
    defaultValues: { name },
    action,
    onSuccess: (_, saved, reset) => {
      reset(saved)
      router.refresh()
      toast({ title: 'Name saved' })
    },
  })
  return (
    <Section title="You" description="How you appear to others in this workspace and in its history.">
      <Form form={form} aria-label="You" className="max-w-md">
        <Field label="Name" error={form.error('name')}>
          <Input {...form.text('name')} autoComplete="name" />
        </Field>
        <Field label="E-mail address" hint="You sign in with it. It cannot be changed here.">
          <Input value={email} readOnly autoComplete="off" />
        </Field>
        <div>
          <SubmitButton form={form}>Save name</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
