'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Field } from '#components/ui/field'
import { Select } from '#components/ui/select'
import { toast } from '#components/ui/toast'
import { revokeForStaffSchema } from '#lib/staff-acts/schema'
import { revocationChoices } from '#lib/staff-acts/words'
import { ActDialog } from './act-dialog.tsx'
import { WordsField } from './words-field.tsx'

type RevokeInput = z.input<typeof revokeForStaffSchema>
export type RevokeAction = Action<RevokeInput, { outcome: 'revoked' | 'waiting' }>

export type RevokeDialogProps = {
  subject: { id: string; name: string }
  /** It was let through in the last 24 hours. */
  isInUse: boolean
  /** Then somebody else must approve it. */
  takesTwo: boolean
  action: RevokeAction
  onClose: () => void
}

const choices = Object.entries(revocationChoices).map(([value, label]) => ({ value, label }))

/** Ends a customer's key, or asks a second person to. */
export function RevokeDialog({ subject, isInUse, takesTwo, action, onClose }: RevokeDialogProps) {
  const router = useRouter()
  const formId = useId()
  const form = useActionForm<RevokeInput, { outcome: 'revoked' | 'waiting' }>({
    schema: revokeForStaffSchema,
    defaultValues: { keyId: subject.id, revocationReason: 'key_compromise', reason: '' },
    action,
    onSuccess: ({ outcome }) => {
      toast(said[outcome](subject.name))
      onClose()
      router.refresh()
    },
  })
  return (
    <ActDialog
      {...{ form, formId, onClose }}
      title={`Revoke ${subject.name}?`}
      description={descriptionOf(isInUse, takesTwo)}
      submitLabel={takesTwo ? 'Ask for approval' : 'Revoke'}
      variant="danger"
    >
      <Field label="What happened" error={form.error('revocationReason')}>
        <Select {...form.form.register('revocationReason')} options={choices} />
      </Field>
      <WordsField
        label="Reason"
        hint="The owner reads it. Never paste a secret."
        error={form.error('reason')}
        field={form.text('reason')}
      />
    </ActDialog>
  )
}

function descriptionOf(isInUse: boolean, takesTwo: boolean): string {
  if (takesTwo) {
    return 'It was used in the last 24 hours, so somebody else of the staff must approve this within a day. Until then it works: pause it to stop it at once.'
  }
  const use = isInUse ? 'It was used in the last 24 hours: whatever uses it stops working at once. ' : ''
  return `${use}Every call with it is refused from now on, and it never works again.`
}

const said = {
  revoked: (name: string) => ({ title: `${name} is revoked`, description: 'It will never work again.' }),
  waiting: (name: string) => ({
    title: `Revoking ${name} waits for approval`,
    description: 'Somebody else of the staff finds it under “Requests”.',
  }),
}
