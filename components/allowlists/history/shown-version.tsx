import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { CopyButton } from '#components/ui/copy-button'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { EntryLine } from '#lib/allowlists/diff-view'
import type { ShownVersion } from '#lib/allowlists/version-pages'
import { UnsureNotice } from './compared-versions.tsx'
import { type ModeWords, wordsOfMode } from './mode-words.ts'
import { WhoAndWhen } from './who-and-when.tsx'

export type ShownVersionProps = {
  version: ShownVersion
  /** Null for a named list, which has no mode of its own. */
  modeWords: ModeWords | null
  closeHref: string
  /** Brings it back; absent for who may not, and for what stands now. */
  restore?: ReactNode
  now: Date
}

/** A whole version, to be read and copied. */
export function ShownVersionSection({ version, modeWords, closeHref, restore, now }: ShownVersionProps) {
  const { number, entries, lists, unsure, accessMode, isLatest } = version
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-2">
          Version {number}
          {isLatest && <Badge>Latest</Badge>}
        </span>
      }
      description={<WhoAndWhen of={version} now={now} />}
      actions={
        <>
          {restore}
          {entries.length > 0 && <CopyButton size="small" text={entries.map(lineOf).join('\n')} label="Copy list" />}
          <ButtonLink size="small" href={closeHref} scroll={false}>
            <X aria-hidden="true" />
            Close
          </ButtonLink>
        </>
      }
      flush
    >
      <div className="flex flex-col gap-2 px-5 py-4 empty:hidden sm:px-6">
        {unsure.length > 0 && <UnsureNotice entries={unsure} />}
        {modeWords && <p>{wordsOfMode(modeWords, accessMode)}</p>}
        {lists !== null && lists.length > 0 && (
          <p className="wrap-anywhere text-muted">Named lists: {lists.map(({ name }) => name).join(', ')}</p>
        )}
        {entries.length === 0 && <p className="text-muted">The list had no entries.</p>}
      </div>
      {entries.length > 0 && <VersionTable number={number} entries={entries} now={now} />}
    </Section>
  )
}

type VersionTableProps = { number: number; entries: readonly EntryLine[]; now: Date }

/** More than this are told in the copied text only: a table of 10,000 rows helps nobody. */
const MOST_ROWS = 500

function VersionTable({ number, entries, now }: VersionTableProps) {
  const more = entries.length - MOST_ROWS
  return (
    <>
      <Table label={`Entries of version ${number}`} className="max-h-96 overflow-y-auto border-line border-t" stack>
        <TableHead>
          <ColumnHeader>Network</ColumnHeader>
          <ColumnHeader>Note</ColumnHeader>
          <ColumnHeader>State</ColumnHeader>
        </TableHead>
        <TableBody>
          {entries.slice(0, MOST_ROWS).map((entry) => (
            <Row key={entry.text}>
              <Cell className="address wrap-anywhere">{entry.text}</Cell>
              <Cell label="Note" className="wrap-anywhere">
                {entry.note ?? <span className="text-faint">No note</span>}
              </Cell>
              <Cell label="State">
                <EntryState entry={entry} now={now} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      {more > 0 && (
        <p className="figures border-line border-t px-5 py-3 text-muted sm:px-6">
          {more.toLocaleString('en-US')} more are in the copied list.
        </p>
      )}
    </>
  )
}

function EntryState({ entry: { enabled, expiresAt }, now }: { entry: EntryLine; now: Date }) {
  return (
    <span>
      {enabled ? 'On' : 'Off'}
      {expiresAt !== null && (
        <span className="figures text-muted">
          , {expiresAt > now ? 'ends' : 'expired'} <Time instant={expiresAt} show="time" />
        </span>
      )}
    </span>
  )
}

function lineOf({ text, note }: EntryLine): string {
  return note === null ? text : `${text} # ${note}`
}
