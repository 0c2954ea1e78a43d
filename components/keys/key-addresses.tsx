import { FileText, ScanSearch, Sparkles, Upload } from 'lucide-react'
import type { ReactNode } from 'react'
import { type AddAction, AddEntry } from '#components/entries/add-entry'
import { EntryList } from '#components/entries/entry-list'
import type { EntryActions } from '#components/entries/use-entry-changes'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import type { KeyDetail } from '#lib/keys/views'
import { paths } from '#lib/paths'
import { EffectiveWords } from './effective-words.tsx'

export type KeyAddressesProps = {
  detail: KeyDetail
  /** Null for who may not change the key. */
  actions: (EntryActions & { add: AddAction }) | null
  /** Where the list can be had as a file. */
  download: ReactNode
}

/** A key's own entries, each edited where it stands, and the ways to edit them all at once. */
export function KeyAddresses({ detail, actions, download }: KeyAddressesProps) {
  const { id, entries, accessMode, now } = detail
  return (
    <Section
      title="Allowed addresses"
      description={<EffectiveWords detail={detail} />}
      actions={
        <>
          {actions !== null && <WholeListLinks keyId={id} />}
          <ButtonLink href={paths.checkAddress({ key: id })} size="small">
            <ScanSearch aria-hidden="true" />
            Check an address
          </ButtonLink>
          {entries.length > 0 && download}
        </>
      }
      flush
    >
      {actions !== null && (
        <AddEntry
          keyId={id}
          isOpen={accessMode === 'open'}
          enforceAtFirst={accessMode === 'open' && entries.length === 0}
          action={actions.add}
        />
      )}
      {entries.length === 0 ? (
        <p className="px-5 py-4 text-muted sm:px-6">{emptyWords(detail)}</p>
      ) : (
        <EntryList keyId={id} entries={entries} now={now} actions={actions} />
      )}
    </Section>
  )
}

function WholeListLinks({ keyId }: { keyId: string }) {
  return (
    <>
      <ButtonLink href={paths.suggestAddresses(keyId)} size="small">
        <Sparkles aria-hidden="true" />
        Suggest a list
      </ButtonLink>
      <ButtonLink href={paths.importAddresses(keyId)} size="small">
        <Upload aria-hidden="true" />
        Import
      </ButtonLink>
      <ButtonLink href={paths.editApiKey(keyId)} size="small">
        <FileText aria-hidden="true" />
        Edit as text
      </ButtonLink>
    </>
  )
}

function emptyWords({ accessMode, lists }: KeyDetail): string {
  if (lists.length > 0) return 'The key has no entries of its own beside its named lists.'
  return accessMode === 'open' ? 'The list is empty.' : 'The list is empty, so it admits no address.'
}
