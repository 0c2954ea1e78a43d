'use client'

import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'

export type ToastTone = 'success' | 'danger' | 'info'

const manager = Base.createToastManager()

const icons = {
  success: <CircleCheck aria-hidden="true" className="text-success-ink" />,
  danger: <CircleAlert aria-hidden="true" className="text-danger-ink" />,
  info: <Info aria-hidden="true" className="text-info-ink" />,
} satisfies Record<ToastTone, ReactNode>

const isTone = (type: string | undefined): type is ToastTone => type !== undefined && type in icons

/** Says that something happened. What must be acted upon belongs on the page, not here; failures stay until closed. */
export function toast({
  title,
  description,
  tone = 'success',
  action,
}: {
  title: string
  description?: string
  tone?: ToastTone
  /** One thing that can be done about it while it stands there, such as undoing it. */
  action?: { label: string; onPress: () => void }
}) {
  // Always "low": a "high" toast hides its own close button from screen readers until it is focused.
  const id = manager.add({
    ...{ title, description, type: tone, priority: 'low' },
    timeout: tone === 'danger' ? 0 : action === undefined ? 6000 : 15_000,
    ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: () => pressed(action, id) } }),
  })
}

function pressed({ onPress }: { onPress: () => void }, id: string): void {
  manager.close(id)
  onPress()
}

/** Mounted once, in the root layout. */
export function Toaster() {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport
          aria-label="Notifications"
          className="fixed inset-x-3 bottom-3 z-60 flex flex-col gap-2 outline-none sm:inset-x-auto sm:right-5 sm:bottom-5 sm:w-90"
        >
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const { toasts } = Base.useToastManager()
  return toasts.map((entry) => (
    <Base.Root
      key={entry.id}
      toast={entry}
      swipeDirection={['right', 'down']}
      className="rounded-xl border border-line bg-raised text-ink shadow-overlay transition-[opacity,translate] duration-200 data-ending-style:translate-y-2 data-starting-style:translate-y-2 data-limited:opacity-0 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-3 py-3 pr-2.5 pl-4 [&>svg]:mt-0.5 [&>svg]:size-4.5 [&>svg]:shrink-0">
        {icons[isTone(entry.type) ? entry.type : 'info']}
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium" />
          <Base.Description className="break-words text-muted" />
          <Base.Action className="mt-1.5 inline-flex h-7 items-center rounded-md border border-line-strong px-2.5 font-medium transition-colors hover:bg-hover" />
        </div>
        <Base.Close
          aria-label="Dismiss"
          className="inline-grid size-7 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
