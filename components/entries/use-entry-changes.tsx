'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState, useTransition } from 'react'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { announce } from '#components/ui/live-region'

/** What is absent stays. `expiresAt`: ISO 8601; null for never. */
export type EntryEdit = { note?: string; enabled?: boolean; expiresAt?: string | null }

type Target = { keyId: string; entryId: string; confirmed: string }

export type EntryActions = {
  change: (input: Target & EntryEdit) => Promise<GuardedResult>
  remove: (input: Target) => Promise<GuardedResult>
}

export type EntryChanges = {
  /** Null: the person went back, and nothing was changed. */
  change: (entryId: string, edit: EntryEdit, said: string) => Promise<ActionResult<unknown> | null>
  remove: (entryId: string, said: string) => Promise<ActionResult<unknown> | null>
  /** The entries that are being changed. */
  busy: ReadonlySet<string>
  /** Must be placed on the page: what asks before somebody is locked out. */
  dialog: ReactNode
}

/** Changing the entries of one key where they stand. What was done is said, and the page shows the list as it is then. */
export function useEntryChanges(keyId: string, actions: EntryActions): EntryChanges {
  const router = useRouter()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [, startRefresh] = useTransition()
  const { guard, dialog } = useLockoutGuard()
  // One after another: two at once would ask two questions at once.
  const last = useRef<Promise<unknown>>(Promise.resolve())

  const run = async (entryId: string, said: string, send: (target: Target) => Promise<ActionResult<unknown>>) => {
    setBusy((ids) => new Set(ids).add(entryId))
    const mine = last.current.then(() => guard((confirmed) => send({ keyId, entryId, confirmed })))
    last.current = mine.catch(() => null)
    const result = await mine
    if (result?.ok) announce(said)
    startRefresh(() => {
      // Also after a refusal: somebody else may have changed the list.
      router.refresh()
      setBusy((ids) => new Set([...ids].filter((id) => id !== entryId)))
    })
    return result
  }

  return {
    change: (entryId, edit, said) => run(entryId, said, (target) => attempt(actions.change, { ...target, ...edit })),
    remove: (entryId, said) => run(entryId, said, (target) => attempt(actions.remove, target)),
    busy,
    dialog,
  }
}
