'use client'

import { ExternalLink } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import type { EntryView, ListView } from '#lib/allowlists/entry-views'
import { EntryBox } from './entry-box.tsx'
import { PlainEntryHeadings, PlainEntryRow } from './entry-row.tsx'

export type ListGroupProps = {
  title: string
  list: ListView
  /** Where the list is changed. */
  href: string
  linkLabel: string
  now: Date
}

/** Entries that come from a list of the workspace; they are changed there, for all keys at once. */
export function ListGroup({ title, list, href, linkLabel, now }: ListGroupProps) {
  const { entries, entryCount, addressCount } = list
  return (
    <Section
      title={title}
      description={
        <span className="figures">
          {entryCount.toLocaleString('en-US')} {entryCount === 1 ? 'entry' : 'entries'} in force, {addressCount}.
          Changed there for all keys that use it.
        </span>
      }
      actions={
        <ButtonLink href={href} size="small">
          <ExternalLink aria-hidden="true" />
          {linkLabel}
        </ButtonLink>
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
