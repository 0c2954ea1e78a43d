'use client'

import { type ReactNode, useState } from 'react'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button, type ButtonProps } from '#components/ui/button'

export type QuestionProps = {
  label: string
  variant?: ButtonProps['variant']
  title: string
  description: ReactNode
  /** What the last button does; answers what was wrong, or null. */
  confirm: () => Promise<string | null>
}

/** A button that asks before it does anything. */
export function Question({ label, variant, title, description, confirm }: QuestionProps) {
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const change = (next: boolean) => {
    setOpen(next)
    setProblem(null)
  }
  const press = async () => {
    setPending(true)
    const wrong = await confirm()
    setPending(false)
    if (wrong === null) change(false)
    else setProblem(wrong)
  }

  return (
    <>
      <Button variant={variant} onClick={() => change(true)}>
        {label}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={change}
        {...{ title, description }}
        footer={
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant={variant === 'danger' ? 'danger' : 'primary'} pending={pending} onClick={press}>
              {label}
            </Button>
          </>
        }
      >
        {problem && <FormProblem message={problem} />}
      </AlertDialog>
    </>
  )
}
