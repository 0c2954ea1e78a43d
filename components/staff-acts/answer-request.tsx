'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'
import { answerRequestSchema } from '#lib/staff-acts/schema'
import { ActDialog } from './act-dialog.tsx'
import { WordsField } from './words-field.tsx'

type AnswerInput = z.input<typeof answerRequestSchema>
export type AnswerAction = Action<AnswerInput>

export type AnswerRequestProps = { requestId: string; describedBy: string; action: AnswerAction }

/** The owner says that what staff asked for is done. */
export function AnswerRequest({ requestId, describedBy, action }: AnswerRequestProps) {
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} disabled={!hydrated} aria-describedby={describedBy}>
        Done
      </Button>
      {open && <AnswerDialog {...{ requestId, action }} onClose={() => setOpen(false)} />}
    </>
  )
}

type AnswerDialogProps = Pick<AnswerRequestProps, 'requestId' | 'action'> & { onClose: () => void }

function AnswerDialog({ requestId, action, onClose }: AnswerDialogProps) {
  const router = useRouter()
  const formId = useId()
  const form = useActionForm<AnswerInput, unknown>({
    schema: answerRequestSchema,
    defaultValues: { requestId, note: '' },
    action,
    onSuccess: () => {
      toast({ title: 'Answered', description: 'Gatelist staff see that it is done.' })
      onClose()
      router.refresh()
    },
  })
  return (
    <ActDialog
      {...{ form, formId, onClose }}
      title="Tell Gatelist staff that it is done?"
      description="They read your answer, and this notice goes."
      submitLabel="It is done"
    >
      <WordsField label="What you did" optional error={form.error('note')} field={form.text('note')} />
    </ActDialog>
  )
}
