'use client'

import { EntryBox } from '#components/entries/entry-box'
import { PlainEntryHeadings, PlainEntryRow } from '#components/entries/entry-row'
import { Section } from '#components/ui/card'
import type { EntryView, ListView } from '#lib/allowlists/entry-views'

export type KeyListSectionProps = { title: string; list: ListView; now: Date }

/** The entries of one list, to be read: staff never change them. */
export function KeyListSection({ title, list, now }: KeyListSectionProps) {
  const { entries, entryCount, addressCount } = list
  return (
    <Section
      title={title}
      description={
        <span className="figures">
          {entryCount.toLocaleString('en-US')} {entryCount === 1 ? 'entry' : 'entries'} in force, {addressCount}.
        </span>
      }
      flush
    >
      {entries.length === 0 ? (
        <p className="px-5 py-4 text-muted sm:px-6">The list has no entries.</p>
      ) : (
        <EntryBox
          label={`${title}: addresses`}
          entries={entries}
          headings={<PlainEntryHeadings />}
          row={(entry: EntryView) => <PlainEntryRow entry={entry} now={now} />}
        />
      )}
    </Section>
  )
}
