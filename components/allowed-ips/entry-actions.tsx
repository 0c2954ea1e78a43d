'use client'

import { createContext, use } from 'react'
import type { AllowlistItem } from '#lib/ip/allowlist'

/** What a press inside the reading does to the text. */
export type EntryActions = {
  disabled: boolean
  /** Selects the entry in the text. */
  show(item: AllowlistItem): void
  accept(item: AllowlistItem, suggestion: string): void
  /** False when the list would be empty without these places: that opens the key, and is no remedy. */
  removable(places: readonly number[]): boolean
  remove(places: readonly number[]): void
}

const EntryActionsContext = createContext<EntryActions | null>(null)

export const EntryActionsProvider = EntryActionsContext

export function usePresses(): EntryActions {
  const actions = use(EntryActionsContext)
  if (actions === null) throw new Error('Entries are shown inside an EntryActionsProvider')
  return actions
}
