'use client'

import { type FormEvent, useEffect, useRef } from 'react'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import { listChange } from '#lib/allowlists/list-change'
import type { SavedKey, UpdateConflict } from '#lib/keys/saved-key'
import { changedLines, ListChangeLines } from './list-change.tsx'

export type ConflictNoticeProps = {
  /** What the editor started from. */
  seen: SavedKey
  current: UpdateConflict['current']
  pending: boolean
  onUseTheirs: () => void
  onSaveMine: (event: FormEvent) => void
}

/** Somebody else saved first: what they changed, and the two ways to go on. What was typed stays in the form. */
export function ConflictNotice({ seen, current, pending, onUseTheirs, onSaveMine }: ConflictNoticeProps) {
  const notice = useRef<HTMLDivElement>(null)
  // The button that was pressed is at the other end of the form.
  useEffect(() => notice.current?.focus(), [])
  const renamed = seen.name !== current.name
  const change = listChange(seen.allowedIps, current.allowedIps)
  return (
    <Callout
      ref={notice}
      tabIndex={-1}
      tone="warning"
      role="alert"
      title="Somebody else saved this key while you were editing"
      actions={
        <>
          <Button onClick={onUseTheirs}>Use theirs</Button>
          <Button pending={pending} onClick={onSaveMine}>
            Save mine over it
          </Button>
        </>
      }
    >
      <p>
        <strong className="font-medium">{current.savedBy ?? 'Somebody'}</strong> saved it
        {current.savedAt && (
          <>
            {' '}
            on <Time instant={current.savedAt} show="time" />
          </>
        )}
        . Nothing of yours is saved yet; what you typed is still below.
      </p>
      {renamed && (
        <p>
          Name: <s className="text-muted">{seen.name}</s> → <span className="font-medium">{current.name}</span>
        </p>
      )}
      {current.accessMode === 'open' && seen.accessMode !== 'open' && <p>The key is now open to any address.</p>}
      {changedLines(change) > 0 && (
        <div className="max-h-64 overflow-y-auto">
          <ListChangeLines change={change} />
        </div>
      )}
      {!renamed && changedLines(change) === 0 && <p>It reads the same as when you opened it, but for the order.</p>}
    </Callout>
  )
}
