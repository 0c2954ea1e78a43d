'use client'

import type { ReactNode } from 'react'
import type { AnyActionForm } from '#components/form/action-form'
import { Form } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'

export type ActDialogProps = {
  form: AnyActionForm
  formId: string
  title: ReactNode
  description: ReactNode
  submitLabel: string
  variant?: 'primary' | 'danger' | undefined
  onClose: () => void
  children: ReactNode
}

/** A question with a form in it: what is about to be done, why, and the press that does it. */
export function ActDialog(props: ActDialogProps) {
  const { form, formId, title, description, submitLabel, variant = 'primary', onClose, children } = props
  return (
    <AlertDialog
      open
      size="medium"
      onOpenChange={(next) => (next || form.pending ? undefined : onClose())}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose} disabled={form.pending}>
            Cancel
          </Button>
          <Button variant={variant} type="submit" form={formId} pending={form.pending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <Form id={formId} form={form} className="gap-4">
        {children}
      </Form>
    </AlertDialog>
  )
}
