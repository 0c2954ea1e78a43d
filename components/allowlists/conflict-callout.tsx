'use client'

import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { changedLines, ListChangeLines } from '#components/keys/list-change'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import { listChange } from '#lib/allowlists/list-change'

type Named = { name: string; text: string }

export type ConflictCalloutProps = {
  /** What somebody else saved, in the singular: "key". */
  subject: string
  /** What the editor started from. */
  seen: Named
  current: Named & { savedBy: string | null; savedAt: Date | null }
  pending: boolean
  onUseTheirs: () => void
  onSaveMine: (event: FormEvent) => void
  /** What there is to say beside name and list. */
  children: ReactNode
  /** Beside name and list nothing that is shown differs. */
  isSame: boolean
}

/** Somebody else saved first: what they changed, and the two ways to go on. What was typed stays in the form. */
export function ConflictCallout(props: ConflictCalloutProps) {
  const { subject, seen, current, pending, onUseTheirs, onSaveMine, children, isSame } = props
  const notice = useRef<HTMLDivElement>(null)
  // The button that was pressed is at the other end of the form.
  useEffect(() => notice.current?.focus(), [])
  const renamed = seen.name !== current.name
  const change = listChange(seen.text, current.text)
  return (
    <Callout
      ref={notice}
      tabIndex={-1}
      tone="warning"
      role="alert"
      title={`Somebody else saved this ${subject} while you were editing`}
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
      {children}
      {changedLines(change) > 0 && (
        <div className="max-h-64 overflow-y-auto">
          <ListChangeLines change={change} />
        </div>
      )}
      {isSame && !renamed && changedLines(change) === 0 && (
        <p>It reads the same as when you opened it, but for the order.</p>
      )}
    </Callout>
  )
}
