'use client'

import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Time } from '#components/ui/time'
import type { EntryView } from '#lib/allowlists/entry-views'

export type RemoveEntryDialogProps = {
  /** Null while nothing is asked. */
  entry: EntryView | null
  now: Date
  onConfirm: (entry: EntryView) => void
  onCancel: () => void
}

export function RemoveEntryDialog({ entry, now, onConfirm, onCancel }: RemoveEntryDialogProps) {
  if (entry === null) return null
  return (
    <AlertDialog
      open
      onOpenChange={(open) => (open ? undefined : onCancel())}
      title={`Remove ${entry.text}?`}
      description={
        <>
          {entry.note !== null && <p className="text-ink">{entry.note}</p>}
          <p>
            {entry.match === null ? (
              'It has never let a call through.'
            ) : (
              <>
                It last let a call through <Time instant={entry.match.lastAt} now={now} />.
              </>
            )}{' '}
            The history keeps it, so it can be restored.
          </p>
        </>
      }
      footer={
        <>
          <Button onClick={onCancel}>Go back</Button>
          <Button variant="danger" onClick={() => onConfirm(entry)}>
            Remove
          </Button>
        </>
      }
    />
  )
}
