'use client'

import { type FormEvent, useEffect, useRef } from 'react'
import { changedLines, ListChangeLines } from '#components/keys/list-change'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import { listChange } from '#lib/allowlists/list-change'
import type { CurrentList, ListConflict } from '#lib/lists/saved-list'

export type ListConflictNoticeProps = {
  /** What the editor started from. */
  seen: Pick<CurrentList, 'name' | 'description' | 'text'>
  current: ListConflict['current']
  pending: boolean
  onUseTheirs: () => void
  onSaveMine: (event: FormEvent) => void
}

/** Somebody else saved the list first: what they changed, and the two ways to go on. What was typed stays in the form. */
export function ListConflictNotice({ seen, current, pending, onUseTheirs, onSaveMine }: ListConflictNoticeProps) {
  const notice = useRef<HTMLDivElement>(null)
  // The button that was pressed is at the other end of the form.
  useEffect(() => notice.current?.focus(), [])
  const renamed = seen.name !== current.name
  const described = seen.description !== current.description
  const change = listChange(seen.text, current.text)
  return (
    <Callout
      ref={notice}
      tabIndex={-1}
      tone="warning"
      role="alert"
      title="Somebody else saved this list while you were editing"
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
      {described && <p>Description: {current.description ?? 'none'}</p>}
      {changedLines(change) > 0 && (
        <div className="max-h-64 overflow-y-auto">
          <ListChangeLines change={change} />
        </div>
      )}
      {!renamed && !described && changedLines(change) === 0 && (
        <p>It reads the same as when you opened it, but for the order.</p>
      )}
    </Callout>
  )
}
