'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { toast } from '#components/ui/toast'
import { askOwnerSchema } from '#lib/staff-acts/schema'
import { staffAskWords } from '#lib/staff-acts/words'
import { ActDialog } from './act-dialog.tsx'
import { WordsField } from './words-field.tsx'

type AskInput = z.input<typeof askOwnerSchema>
export type AskAction = Action<AskInput>

export type AskDialogProps = { subject: { id: string; name: string }; action: AskAction; onClose: () => void }

const choices = Object.entries(staffAskWords).map(([value, { label }]) => ({ value, label }))

/** Asks the people of a key's workspace to do something with it. */
export function AskDialog({ subject, action, onClose }: AskDialogProps) {
  const router = useRouter()
  const formId = useId()
  const form = useActionForm<AskInput, unknown>({
    schema: askOwnerSchema,
    defaultValues: { keyId: subject.id, ask: 'restrict', reason: '', dueOn: null },
    action,
    onSuccess: () => {
      toast({ title: 'Asked', description: `The owner of ${subject.name} sees it on the page of the key.` })
      onClose()
      router.refresh()
    },
  })
  const due = useController({ control: form.form.control, name: 'dueOn' })
  return (
    <ActDialog
      {...{ form, formId, onClose }}
      title={`Ask the owner of ${subject.name}`}
      description="The owner sees it on the page of the key, in its history and as an alert, until they answer."
      submitLabel="Ask"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="What you ask for" error={form.error('ask')}>
          <Select {...form.form.register('ask')} options={choices} />
        </Field>
        <Field label="By" optional error={form.error('dueOn')}>
          <Input
            type="date"
            name={due.field.name}
            ref={due.field.ref}
            onChange={(event) => due.field.onChange(event.target.value || null)}
          />
        </Field>
      </div>
      <WordsField
        label="What and why"
        hint="The owner reads it. Never paste a secret."
        error={form.error('reason')}
        field={form.text('reason')}
      />
    </ActDialog>
  )
}
