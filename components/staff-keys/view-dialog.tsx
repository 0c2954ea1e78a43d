'use client'

import { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { viewName } from '#lib/key-profiles/saved-view-schema'

const schema = z.object({ name: viewName, shared: z.boolean() })
type Typed = z.input<typeof schema>
type Saved = { id: string } | null

type ViewDialogProps = {
  title: string
  description: string
  initial: Typed
  mayShare: boolean
  action: Action<Typed, unknown>
  onClose: () => void
  onSaved: (typed: Typed, value: Saved) => void
}

/** Asks for the name of a view, and whether all staff see it. */
export function ViewDialog({ title, description, initial, mayShare, action, onClose, onSaved }: ViewDialogProps) {
  const form = useActionForm<Typed, unknown>({
    schema,
    defaultValues: initial,
    action,
    onSuccess: (value, typed) => {
      onClose()
      onSaved(typed, value as Saved)
    },
  })
  return (
    <AlertDialog open onOpenChange={onClose} title={title} description={description} footer={null}>
      <Form form={form} aria-label={title}>
        <Field label="Name" error={form.error('name')}>
          <Input {...form.text('name')} maxLength={60} autoComplete="off" autoFocus />
        </Field>
        {mayShare && (
          <Checkbox
            {...form.form.register('shared')}
            label="Share with all staff"
            description="They see it among their views; only you change it."
            error={form.error('shared')}
          />
        )}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <Button onClick={onClose}>Cancel</Button>
          <SubmitButton form={form}>Save</SubmitButton>
        </div>
      </Form>
    </AlertDialog>
  )
}
