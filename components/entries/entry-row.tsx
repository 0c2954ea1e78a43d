'use client'

import { Pencil, Trash2 } from 'lucide-react'
import type { Ref } from 'react'
import { IconButton } from '#components/ui/icon-button'
import { Switch } from '#components/ui/switch'
import type { EntryView } from '#lib/allowlists/entry-views'
import { EntryFacts, FactHeadings } from './entry-facts.tsx'

export type EntryRowProps = {
  entry: EntryView
  now: Date
  pending: boolean
  onSwitch: () => void
  onEdit: () => void
  onRemove: () => void
  editButton?: Ref<HTMLButtonElement>
}

/** An entry with what can be done to it where it stands. Its frame (a list item) is the list's. */
export function EntryRow({ entry, now, pending, onSwitch, onEdit, onRemove, editButton }: EntryRowProps) {
  return (
    <div className="flex items-start gap-3.5 px-5 py-2.5 sm:px-6 @3xl:items-center @3xl:gap-5">
      <Switch
        label={`${entry.text} in force`}
        checked={entry.enabled}
        pending={pending}
        onPress={onSwitch}
        className="mt-0.5 @3xl:mt-0"
      />
      <EntryFacts entry={entry} now={now} />
      <div className="-mt-1 flex shrink-0 @3xl:mt-0">
        <IconButton ref={editButton} label={`Edit ${entry.text}`} icon={<Pencil />} size="small" onClick={onEdit} />
        <IconButton
          label={`Remove ${entry.text}`}
          icon={<Trash2 />}
          size="small"
          onClick={onRemove}
          pending={pending}
        />
      </div>
    </div>
  )
}

/** An entry as it is, for who may not change it and for lists that are changed elsewhere. */
export function PlainEntryRow({ entry, now }: Pick<EntryRowProps, 'entry' | 'now'>) {
  return (
    <div className="px-5 py-2.5 sm:px-6">
      <EntryFacts entry={entry} now={now} />
    </div>
  )
}

const headings =
  'hidden h-9 items-center gap-5 border-line border-b bg-sunken/60 px-5 font-medium text-muted text-xs sm:px-6 @3xl:flex'

export function EntryHeadings() {
  return (
    <div aria-hidden="true" className={headings}>
      <span className="w-9 shrink-0">On</span>
      <FactHeadings />
      <span className="w-16 shrink-0" />
    </div>
  )
}

export function PlainEntryHeadings() {
  return (
    <div aria-hidden="true" className={headings}>
      <FactHeadings />
    </div>
  )
}
