'use client'

import { useRouter } from 'next/navigation'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { RadioCards } from '#components/ui/radio-cards'
import { toast } from '#components/ui/toast'
import { staffRoleWords } from '#lib/staff/rules'
import { grantStaffSchema } from '#lib/staff/schema'

type Typed = z.input<typeof grantStaffSchema>

export type GrantFormProps = { action: Action<Typed, { email: string }> }

const roles = (['auditor', 'staff'] as const).map((value) => ({
  value,
  label: staffRoleWords[value].name,
  description: staffRoleWords[value].does,
}))

/** Makes somebody staff who has an account. */
export function GrantForm({ action }: GrantFormProps) {
  const router = useRouter()
  const form = useActionForm<Typed, { email: string }>({
    schema: grantStaffSchema,
    defaultValues: { email: '', role: 'auditor' },
    action,
    onSuccess: ({ email }, _, reset) => {
      reset()
      router.refresh()
      toast({
        title: `${email} is staff now`,
        description: 'The staff pages are open to them from their next click on.',
      })
    },
  })
  const { field: role } = useController({ control: form.form.control, name: 'role' })
  return (
    <Section
      title="Add somebody"
      description="Whoever is staff sees the keys and lists of every workspace. They need an account here already."
    >
      <Form form={form} aria-label="Add somebody">
        <Field label="E-mail address" error={form.error('email')}>
          <Input {...form.text('email')} type="email" inputMode="email" autoComplete="off" className="max-w-md" />
        </Field>
        <RadioCards
          legend="What they may do"
          name="role"
          options={roles}
          value={role.value}
          onChange={role.onChange}
          error={form.error('role')}
        />
        <div>
          <SubmitButton form={form}>Add</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
