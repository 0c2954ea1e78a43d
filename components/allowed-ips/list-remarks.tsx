'use client'

import { Button } from '#components/ui/button'
import { usePresses } from './entry-actions.tsx'
import type { ReadItems } from './list-reading.ts'
import { type ListSubject, useListSubject } from './list-subject.tsx'
import { formatEntries } from './summary.ts'

/** What is true of the list as a whole, in one quiet line. */
export function ListRemarks({ reading }: { reading: ReadItems }) {
  const presses = usePresses()
  const subject = useListSubject()
  const { needless, withoutNote, items } = reading
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center justify-between gap-x-4 border-line border-t bg-sunken/60 px-3.5 py-1 text-muted">
      <p className="min-w-0">{noteRemarks[subject](withoutNote, items.length)}</p>
      {needless.length > 1 && presses.removable(needless) && (
        <Button size="small" disabled={presses.disabled} onClick={() => presses.remove(needless)}>
          Remove {needless.length.toLocaleString('en-US')} that add nothing
        </Button>
      )}
    </div>
  )
}

const noteRemarks = {
  key: noteRemark,
  listed_key: noteRemark,
  list: noteRemark,
  ceiling: noteRemark,
  token: (withoutNote, entries) =>
    withoutNote === entries
      ? 'A token keeps no # notes'
      : 'A token keeps no notes: what stands after # will not be saved',
} satisfies Record<ListSubject, (withoutNote: number, entries: number) => string>

function noteRemark(withoutNote: number, entries: number): string {
  if (withoutNote === 0) return 'Every entry has a # note'
  if (withoutNote === entries) return entries === 1 ? 'The entry has no # note' : 'No entry has a # note'
  return `${formatEntries(withoutNote)} ${withoutNote === 1 ? 'has' : 'have'} no # note`
}
