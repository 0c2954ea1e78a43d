'use client'

import { strikeNoteSchema } from '#lib/staff-acts/schema'
import { ReasonButton } from './reason-button.tsx'
import type { ReasonAct } from './reason-dialog.tsx'

export type StrikeNoteProps = { note: { id: string; text: string }; action: ReasonAct<'noteId'> }

/** Strikes out a note, which cannot be changed. */
export function StrikeNote({ note: { id, text }, action }: StrikeNoteProps) {
  return (
    <ReasonButton
      label="Strike out"
      spoken={`Strike out the note “${text.slice(0, 40)}”`}
      schema={strikeNoteSchema}
      action={action}
      of={{ noteId: id }}
      title="Strike out this note?"
      description="Staff can still read it. The owner no longer sees it."
      submitLabel="Strike out"
      done={{ title: 'The note is struck out' }}
    />
  )
}
