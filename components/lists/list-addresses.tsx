'use client'

import { FileText, Upload } from 'lucide-react'
import type { ReactNode } from 'react'
import { AddEntry } from '#components/entries/add-entry'
import { EntryList } from '#components/entries/entry-list'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import type { ListDetail } from '#lib/lists/views'
import { entriesWords, usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { type ListEntryActions, ofOwner } from './list-entry-actions.ts'

export type ListAddressesProps = {
  list: Pick<ListDetail, 'id' | 'entries' | 'entryCount' | 'addressCount' | 'keyCount' | 'now'>
  /** Null for who may not change the list. */
  actions: ListEntryActions | null
  /** Where the list can be had as a file. */
  download: ReactNode
}

/** The entries of a named list, each edited where it stands, and the ways to edit them all at once. */
export function ListAddresses({ list, actions, download }: ListAddressesProps) {
  const { id, entries, entryCount, addressCount, keyCount, now } = list
  const owned = actions === null ? null : ofOwner(actions)
  return (
    <Section
      title="Addresses"
      description={
        <span className="figures">
          {entryCount === 0 ? 'It admits no address' : `${entriesWords(entryCount)} in force, ${addressCount}`};{' '}
          {usedByWords(keyCount)}.
        </span>
      }
      actions={
        <>
          {actions !== null && <WholeListLinks listId={id} />}
          {entries.length > 0 && download}
        </>
      }
      flush
    >
      {owned !== null && <AddEntry keyId={id} isOpen={false} enforceAtFirst={false} action={owned.add} />}
      {entries.length === 0 ? (
        <p className="px-5 py-4 text-muted sm:px-6">The list is empty, so it admits nobody.</p>
      ) : (
        <EntryList keyId={id} entries={entries} now={now} actions={owned} />
      )}
    </Section>
  )
}

function WholeListLinks({ listId }: { listId: string }) {
  return (
    <>
      <ButtonLink href={paths.importIntoList(listId)} size="small">
        <Upload aria-hidden="true" />
        Import
      </ButtonLink>
      <ButtonLink href={paths.editNamedList(listId)} size="small">
        <FileText aria-hidden="true" />
        Edit as text
      </ButtonLink>
    </>
  )
}
