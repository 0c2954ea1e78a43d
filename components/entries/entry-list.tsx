'use client'

import { useRef, useState } from 'react'
import { toast } from '#components/ui/toast'
import type { EntryView } from '#lib/allowlists/entry-views'
import { EntryBox } from './entry-box.tsx'
import { EntryEditor } from './entry-editor.tsx'
import { EntryHeadings, EntryRow, PlainEntryHeadings, PlainEntryRow } from './entry-row.tsx'
import { RemoveEntryDialog } from './remove-entry-dialog.tsx'

import { type EntryActions, useEntryChanges } from './use-entry-changes.tsx'

export type EntryListProps = {
  keyId: string
  entries: readonly EntryView[]
  now: Date
  /** Null for who may not change them. */
  actions: EntryActions | null
}

/** A key's own entries, each changed where it stands. */
export function EntryList({ actions, ...list }: EntryListProps) {
  if (actions === null) {
    return (
      <EntryBox
        entries={list.entries}
        headings={<PlainEntryHeadings />}
        row={(entry) => <PlainEntryRow entry={entry} now={list.now} />}
      />
    )
  }
  return <EditableList {...list} actions={actions} />
}

function EditableList({ keyId, entries, now, actions }: EntryListProps & { actions: EntryActions }) {
  const { change, remove, busy, dialog } = useEntryChanges(keyId, actions)
  // Several at once, so that opening another loses nothing that was typed in the first.
  const [editing, setEditing] = useState<ReadonlySet<string>>(new Set())
  const [removing, setRemoving] = useState<EntryView | null>(null)
  const box = useRef<HTMLElement>(null)
  // The editor gives the focus back to the button that opened it.
  const refocus = useRef<string | null>(null)

  const flip = async ({ id, text, enabled }: EntryView) => {
    const result = await change(id, { enabled: !enabled }, `${text} is ${enabled ? 'off' : 'on'}.`)
    if (result?.ok === false) notChanged(text, result.message)
  }
  const removeNow = async ({ id, text }: EntryView) => {
    setRemoving(null)
    const result = await remove(id, `${text} is removed.`)
    if (result?.ok === false) notChanged(text, result.message)
    if (result?.ok) box.current?.focus()
  }
  const close = (id: string) => {
    refocus.current = id
    setEditing((ids) => new Set([...ids].filter((other) => other !== id)))
  }

  return (
    <>
      <EntryBox
        entries={entries}
        headings={<EntryHeadings />}
        pinned={editing}
        boxRef={box}
        row={(entry) =>
          editing.has(entry.id) ? (
            <EntryEditor
              entry={entry}
              pending={busy.has(entry.id)}
              save={(edit) => change(entry.id, edit, `${entry.text} is saved.`)}
              onClose={() => close(entry.id)}
            />
          ) : (
            <EntryRow
              entry={entry}
              now={now}
              pending={busy.has(entry.id)}
              onSwitch={() => void flip(entry)}
              onEdit={() => setEditing((ids) => new Set(ids).add(entry.id))}
              onRemove={() => setRemoving(entry)}
              editButton={(button) => {
                if (button === null || refocus.current !== entry.id) return
                refocus.current = null
                button.focus({ preventScroll: true })
              }}
            />
          )
        }
      />
      <RemoveEntryDialog
        entry={removing}
        now={now}
        onConfirm={(entry) => void removeNow(entry)}
        onCancel={() => setRemoving(null)}
      />
      {dialog}
    </>
  )
}

function notChanged(text: string, message: string): void {
  toast({ title: `${text} was not changed`, description: message, tone: 'danger' })
}
