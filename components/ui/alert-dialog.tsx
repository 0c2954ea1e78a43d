'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { backdrop, popup, sizes, viewport } from './dialog-style.tsx'

export type AlertDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description: ReactNode
  children?: ReactNode
  /** Buttons, in reading order; the last is the one that goes on. */
  footer: ReactNode
  size?: keyof typeof sizes | undefined
  /** False: Escape does not close it either. */
  dismissable?: boolean | undefined
}

/** A question that must be answered: a press outside never closes it. */
export function AlertDialog(props: AlertDialogProps) {
  const { open, onOpenChange, title, description, children, footer, size = 'small', dismissable = true } = props
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => (next || dismissable ? onOpenChange(next) : details.cancel())}
    >
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Viewport className={viewport}>
          <Base.Popup className={classNames(popup, sizes[size])}>
            <div className="px-6 pt-5">
              <Base.Title className="break-words font-semibold text-lg">{title}</Base.Title>
              <Base.Description render={<div />} className="mt-1 text-muted">
                {description}
              </Base.Description>
            </div>
            {children && <div className="px-6 pt-4">{children}</div>}
            <div className="flex flex-col-reverse gap-2 px-6 pt-6 pb-5 sm:flex-row sm:justify-end">{footer}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
