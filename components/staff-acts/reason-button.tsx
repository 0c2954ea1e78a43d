'use client'

import { useState } from 'react'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { ReasonDialog, type ReasonDialogProps } from './reason-dialog.tsx'

export type ReasonButtonProps<Of extends string> = Omit<ReasonDialogProps<Of>, 'onClose'> & {
  label: string
  /** The whole name, where many buttons say the same. */
  spoken: string
}

/** A button that asks for a reason. */
export function ReasonButton<Of extends string>({ label, spoken, ...dialog }: ReasonButtonProps<Of>) {
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} disabled={!hydrated} aria-label={spoken}>
        {label}
      </Button>
      {open && <ReasonDialog {...dialog} onClose={() => setOpen(false)} />}
    </>
  )
}
