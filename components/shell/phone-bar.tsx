'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { Bell, Menu as MenuIcon, X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { backdrop } from '#components/ui/dialog-style'
import { IconButton } from '#components/ui/icon-button'
import { paths } from '#lib/paths'
import { Wordmark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { UnreadCount } from './unread-count.tsx'

export type PhoneBarProps = { workspaceName: string; unreadAlerts: number; account: ReactNode }

/** Below the width of the sidebar: a bar on top, and the same navigation in a sheet. */
export function PhoneBar({ workspaceName, unreadAlerts, account }: PhoneBarProps) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center justify-between border-line border-b bg-sidebar/90 pr-2 pl-4 backdrop-blur-md lg:hidden">
      <Link href={paths.apiKeys()} aria-label="Gatelist" className="inline-flex h-11 items-center rounded-lg">
        <Wordmark />
      </Link>
      <div className="flex items-center gap-1">
        {unreadAlerts > 0 && (
          <Link
            href={paths.alerts()}
            className="inline-flex h-11 items-center gap-1.5 rounded-lg px-2.5 text-muted transition-colors hover:bg-hover hover:text-ink"
          >
            <Bell aria-hidden="true" className="size-5" />
            <span className="spoken">Alerts: </span>
            <UnreadCount count={unreadAlerts} />
          </Link>
        )}
        <IconButton label="Menu" icon={<MenuIcon />} size="large" aria-expanded={open} onClick={() => setOpen(true)} />
      </div>
      <Base.Root open={open} onOpenChange={setOpen}>
        <Base.Portal>
          <Base.Backdrop className={backdrop} />
          <Base.Popup className="fixed inset-y-0 right-0 z-40 flex w-72 max-w-[85vw] flex-col border-line border-l bg-sidebar p-3 text-ink shadow-overlay outline-none transition-transform duration-200 data-ending-style:translate-x-full data-starting-style:translate-x-full">
            <div className="mb-4 flex items-center justify-between gap-2 pl-2.5">
              <Base.Title className="min-w-0 truncate font-semibold text-base">{workspaceName}</Base.Title>
              <IconButton label="Close menu" icon={<X />} size="large" onClick={close} />
            </div>
            <Navigation unreadAlerts={unreadAlerts} onNavigate={close} />
            <div className="mt-auto border-line border-t pt-2">{account}</div>
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </header>
  )
}
