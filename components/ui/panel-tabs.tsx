'use client'

import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'

export type PanelTab = { id: string; label: string; children: ReactNode }

export type PanelTabsProps = {
  /** Names the bar for those who do not see it. */
  label: string
  tabs: readonly PanelTab[]
  /** The id of the panel that is shown. */
  open: string
  onOpen: (id: string) => void
}

/** Panels of one page (WAI-ARIA tabs pattern). A panel that is not shown stays as it is, so that nothing typed in it is lost. */
export function PanelTabs({ label, tabs, open, onOpen }: PanelTabsProps) {
  const id = useId()
  const bar = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const from = tabs.findIndex((tab) => tab.id === open)
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const tab = tabs.at(to % tabs.length)
    if (tab === undefined) return
    onOpen(tab.id)
    bar.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus()
  }
  return (
    <div className="flex flex-col gap-5">
      <div className="relative">
        <div aria-hidden="true" className="absolute inset-x-0 bottom-0 h-px bg-line" />
        <div ref={bar} role="tablist" aria-label={label} onKeyDown={move} className="relative flex gap-5 sm:gap-6">
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}-${tab.id}-tab`}
              data-tab={tab.id}
              aria-controls={`${id}-${tab.id}`}
              aria-selected={tab.id === open}
              tabIndex={tab.id === open ? 0 : -1}
              onClick={() => onOpen(tab.id)}
              className="flex h-11 items-center whitespace-nowrap border-transparent border-b-2 font-medium text-muted transition-colors -outline-offset-2 hover:border-line-strong hover:text-ink aria-selected:border-accent aria-selected:text-ink sm:h-10"
            >
              {tab.label}
            </button>
          ))}
        </div>
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${id}-${tab.id}`}
          aria-labelledby={`${id}-${tab.id}-tab`}
          hidden={tab.id !== open}
        >
          {tab.children}
        </div>
      ))}
    </div>
  )
}
