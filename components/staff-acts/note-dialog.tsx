'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Checkbox } from '#components/ui/checkbox'
import { toast } from '#components/ui/toast'
import { addNoteSchema } from '#lib/staff-acts/schema'
import { ActDialog } from './act-dialog.tsx'
import { WordsField } from './words-field.tsx'

type NoteInput = z.input<typeof addNoteSchema>
export type NoteAction = Action<NoteInput>

export type NoteDialogProps = { subject: { id: string; name: string }; action: NoteAction; onClose: () => void }

/** Writes a note about a key. */
export function NoteDialog({ subject, action, onClose }: NoteDialogProps) {
  const router = useRouter()
  const formId = useId()
  const form = useActionForm<NoteInput, unknown>({
    schema: addNoteSchema,
    defaultValues: { keyId: subject.id, text: '', shownToOwner: false },
    action,
    onSuccess: (_, { shownToOwner }) => {
      toast({ title: 'Noted', description: shownToOwner ? 'The owner sees it too.' : 'Only staff see it.' })
      onClose()
      router.refresh()
    },
  })
  const shown = useController({ control: form.form.control, name: 'shownToOwner' })
  return (
    <ActDialog
      {...{ form, formId, onClose }}
      title={`A note about ${subject.name}`}
      description="It cannot be changed afterwards, only struck out."
      submitLabel="Add the note"
    >
      <WordsField label="Note" error={form.error('text')} field={form.text('text')} />
      <Checkbox
        label="Show it to the owner"
        description="On the page of the key, in its history and as an alert; without your name."
        checked={shown.field.value}
        onChange={(event) => shown.field.onChange(event.target.checked)}
      />
    </ActDialog>
  )
}
