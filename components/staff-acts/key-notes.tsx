import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { NoteView } from '#lib/staff-acts/key-acts'
import type { ReasonAct } from './reason-dialog.tsx'
import { StrikeNote } from './strike-note.tsx'

export type KeyNotesProps = {
  notes: readonly NoteView[]
  now: Date
  /** Null for who only reads. */
  strike: ReasonAct<'noteId'> | null
}

/** What staff wrote about a key, also what was struck out. */
export function KeyNotes({ notes, now, strike }: KeyNotesProps) {
  return (
    <Section title="Notes" flush={notes.length > 0}>
      {notes.length === 0 ? (
        <p className="text-muted">Nobody wrote a note yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {notes.map((note) => (
            <Note key={note.id} note={note} now={now} strike={strike} />
          ))}
        </ul>
      )}
    </Section>
  )
}

type NoteProps = { note: NoteView; now: Date; strike: KeyNotesProps['strike'] }

function Note({ note: { id, text, shownToOwner, writtenBy, writtenAt, struck }, now, strike }: NoteProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3.5 sm:px-6">
      <div className="min-w-0 flex-1 basis-64">
        <p className="wrap-anywhere whitespace-pre-line">
          {struck === null ? text : <s className="text-muted">{text}</s>}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
          <span className="wrap-anywhere">
            {writtenBy}, <Time instant={writtenAt} now={now} />
          </span>
          <Badge tone={shownToOwner ? 'info' : 'neutral'}>{shownToOwner ? 'Shown to the owner' : 'Staff only'}</Badge>
        </p>
        {struck !== null && (
          <p className="wrap-anywhere mt-1 text-muted text-xs">
            Struck out by {struck.by}, <Time instant={struck.at} now={now} />: “{struck.reason}”
          </p>
        )}
      </div>
      {strike !== null && struck === null && <StrikeNote note={{ id, text }} action={strike} />}
    </li>
  )
}
