'use client'

import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { Button } from '#components/ui/button'
import type { RestorePreview } from '#lib/allowlists/restore-preview'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import type { GuardedResult } from '../use-lockout-guard.tsx'
import type { ModeWords } from './mode-words.ts'
import { RestoreDialog } from './restore-dialog.tsx'

export type RestoreWish = { id: string; number: number; scope: RestoreScope }

export type RestoreActions = {
  preview: Action<RestoreWish, RestorePreview>
  restore: (wish: RestoreWish & { version: number; confirmed: string }) => Promise<GuardedResult<{ changed: boolean }>>
}

export type RestoreSubject = {
  id: string
  /** What the list is called: the key's name, the named list's, or "the ceiling". */
  name: string
  /** Null for a named list, which has no mode of its own. */
  modeWords: ModeWords | null
}

export type RestoreVersionProps = { subject: RestoreSubject; number: number; actions: RestoreActions }

/** Brings an earlier version back, after a look at what that changes. */
export function RestoreVersion({ subject, number, actions }: RestoreVersionProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`Restore version ${number}`}>
        <RotateCcw aria-hidden="true" />
        Restore
      </Button>
      {open && <RestoreDialog subject={subject} number={number} actions={actions} onClose={() => setOpen(false)} />}
    </>
  )
}
