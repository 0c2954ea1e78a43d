'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { backdrop, popup, sizes, viewport } from './dialog-style.tsx'
import { IconButton } from './icon-button.tsx'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons, in reading order; the last is the one that goes on. */
  footer?: ReactNode
  size?: keyof typeof sizes | undefined
  /** False: neither Escape, nor a press outside, nor a cross closes it; only the caller does. */
  dismissable?: boolean | undefined
}

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, size = 'medium', dismissable = true } = props
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={!dismissable}
      onOpenChange={(next, details) => (next || dismissable ? onOpenChange(next) : details.cancel())}
    >
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Viewport className={viewport}>
          <Base.Popup className={classNames(popup, sizes[size])}>
            <div className="flex items-start gap-4 px-6 pt-5">
              <div className="min-w-0 flex-1">
                <Base.Title className="font-semibold text-lg">{title}</Base.Title>
                {description && <Base.Description className="mt-1 text-muted">{description}</Base.Description>}
              </div>
              {dismissable && (
                <IconButton
                  label="Close"
                  icon={<X />}
                  size="small"
                  className="-mt-0.5 -mr-2"
                  onClick={() => onOpenChange(false)}
                />
              )}
            </div>
            {children && <div className="px-6 pt-4">{children}</div>}
            <DialogFooter>{footer}</DialogFooter>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

export function DialogFooter({ children }: { children: ReactNode }) {
  if (!children) return <div className="pb-6" />
  return <div className="flex flex-col-reverse gap-2 px-6 pt-6 pb-5 sm:flex-row sm:justify-end">{children}</div>
}
