'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { Menu as MenuIcon, X } from 'lucide-react'
import { type MouseEvent, type ReactNode, useState } from 'react'
import { backdrop } from '#components/ui/dialog-style'
import { IconButton } from '#components/ui/icon-button'

export type PhoneBarProps = {
  /** On the left of the bar: where the mark leads. */
  home: ReactNode
  /** On its right, before the menu. */
  notice?: ReactNode
  /** Heads the sheet. */
  title: string
  navigation: ReactNode
  account: ReactNode
}

/** Below the width of the sidebar: a bar on top, and the same navigation in a sheet. */
export function PhoneBar({ home, notice, title, navigation, account }: PhoneBarProps) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  // Closes when a link is followed, also one to the page that is open.
  const closeOnLink = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest('nav a') !== null) close()
  }
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center justify-between border-line border-b bg-sidebar/90 pr-2 pl-4 backdrop-blur-md lg:hidden">
      {home}
      <div className="flex items-center gap-1">
        {notice}
        <IconButton label="Menu" icon={<MenuIcon />} size="large" aria-expanded={open} onClick={() => setOpen(true)} />
      </div>
      <Base.Root open={open} onOpenChange={setOpen}>
        <Base.Portal>
          <Base.Backdrop className={backdrop} />
          <Base.Popup
            onClick={closeOnLink}
            className="fixed inset-y-0 right-0 z-40 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-line border-l bg-sidebar p-3 text-ink shadow-overlay outline-none transition-transform duration-200 data-ending-style:translate-x-full data-starting-style:translate-x-full"
          >
            <div className="mb-4 flex items-center justify-between gap-2 pl-2.5">
              <Base.Title className="min-w-0 truncate font-semibold text-base">{title}</Base.Title>
              <IconButton label="Close menu" icon={<X />} size="large" onClick={close} />
            </div>
            {navigation}
            <div className="mt-auto border-line border-t pt-2">{account}</div>
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </header>
  )
}
