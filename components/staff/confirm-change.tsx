'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { ActionResult } from '#components/form/action'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type ConfirmChangeProps = {
  /** On the button of the row. */
  label: string
  /** Whom it is about, for the button's description. */
  describedBy: string
  title: string
  description: ReactNode
  confirm: string
  danger?: true
  done: string
  run: () => Promise<ActionResult<unknown>>
}

/** A button of a row, and the question before it does anything. */
export function ConfirmChange(props: ConfirmChangeProps) {
  const { label, describedBy, title, description, confirm, danger, done, run } = props
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => {
    setOpen(false)
    setProblem(null)
  }
  const go = async () => {
    setProblem(null)
    setPending(true)
    const result = await run()
    setPending(false)
    if (!result.ok) return setProblem(result.message)
    close()
    toast({ title: done })
    router.refresh()
  }
  return (
    <>
      <Button size="small" aria-describedby={describedBy} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next ? undefined : close())}
        title={title}
        description={description}
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant={danger ? 'danger' : 'primary'} pending={pending} onClick={go}>
              {confirm}
            </Button>
          </>
        }
      >
        {problem && <FormProblem message={problem} />}
      </AlertDialog>
    </>
  )
}
