'use client'

import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { RadioCards } from '#components/ui/radio-cards'
import { inviteSchema } from '#lib/members/schema'
import type { Told } from './invitation-link.tsx'
import { roleOptions } from './role-options.ts'

export type InviteTyped = z.input<typeof inviteSchema>

export type InviteFormProps = {
  workspaceId: string
  roles: readonly InviteTyped['role'][]
  invite: Action<InviteTyped, Told>
  onTold: (told: Told) => void
}

export function InviteForm({ workspaceId, roles, invite, onTold }: InviteFormProps) {
  const form = useActionForm<InviteTyped, Told>({
    schema: inviteSchema,
    defaultValues: { workspaceId, email: '', role: 'member' },
    action: invite,
    onSuccess: (told, _, reset) => {
      reset()
      onTold(told)
    },
  })
  const { field: role } = useController({ control: form.form.control, name: 'role' })
  return (
    <Section
      title="Invite somebody"
      description="They join when they follow the link with an account of this e-mail address. Inviting them again ends the earlier link."
    >
      <Form form={form} aria-label="Invite somebody">
        <Field label="E-mail address" error={form.error('email')}>
          <Input {...form.text('email')} type="email" inputMode="email" autoComplete="off" className="max-w-md" />
        </Field>
        <RadioCards
          legend="Role"
          name="role"
          options={roleOptions(roles)}
          value={role.value}
          onChange={role.onChange}
          error={form.error('role')}
        />
        <div>
          <SubmitButton form={form}>Invite</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
