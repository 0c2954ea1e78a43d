'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import type { ZodType } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { toast } from '#components/ui/toast'
import { ActDialog } from './act-dialog.tsx'
import { WordsField } from './words-field.tsx'

/** An act on one thing, for a reason. */
export type ReasonAct<Of extends string> = Action<{ [Name in Of]: string } & { reason: string }>

export type ReasonDialogProps<Of extends string> = {
  schema: ZodType<unknown, { [Name in Of]: string } & { reason: string }>
  action: ReasonAct<Of>
  /** What is acted on. */
  of: { [Name in Of]: string }
  title: string
  description: string
  hint?: string | undefined
  submitLabel: string
  variant?: 'primary' | 'danger' | undefined
  done: { title: string; description?: string }
  onClose: () => void
}

/** Asks for a reason and nothing else. */
export function ReasonDialog<Of extends string>(props: ReasonDialogProps<Of>) {
  const { schema, action, of, title, description, hint, submitLabel, variant, done, onClose } = props
  const router = useRouter()
  const formId = useId()
  type Input = { [Name in Of]: string } & { reason: string }
  const form = useActionForm<Input, unknown>({
    schema,
    defaultValues: { ...of, reason: '' } as Input,
    action,
    onSuccess: () => {
      toast(done)
      onClose()
      router.refresh()
    },
  })
  const name = 'reason' as Parameters<typeof form.text>[0]
  return (
    <ActDialog {...{ form, formId, title, description, submitLabel, variant, onClose }}>
      <WordsField label="Reason" hint={hint} error={form.error(name)} field={form.text(name)} />
    </ActDialog>
  )
}
