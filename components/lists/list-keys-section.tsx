import { KeyStatusBadge } from '#components/keys/key-status'
import { MaskedKey } from '#components/keys/masked-key'
import { ButtonLink } from '#components/ui/button-link'
import { CardFooter, Section } from '#components/ui/card'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { accessModeWords } from '#lib/keys/words'
import type { ListKey, ListKeys } from '#lib/lists/views'
import { keysWords } from '#lib/lists/words'
import { paths } from '#lib/paths'

export type ListKeysSectionProps = { listId: string; keys: ListKeys }

/** The keys that use a named list, each with the way to where that is changed. */
export function ListKeysSection({ listId, keys: { keys, total, page, pages, now } }: ListKeysSectionProps) {
  if (total === 0) {
    return (
      <Section
        title="Keys that use it"
        description="No key uses this list yet. Open a key, go to its allowed addresses and tick the list there."
        actions={<ButtonLink href={paths.apiKeys()}>Go to API Keys</ButtonLink>}
      />
    )
  }
  return (
    <Section title="Keys that use it" description="Each change of the list rules the next call of every one." flush>
      <Table label="Keys that use the list" stack>
        <TableHead>
          <ColumnHeader>Key</ColumnHeader>
          <ColumnHeader className={narrow}>Status</ColumnHeader>
          <ColumnHeader className={narrow}>Access</ColumnHeader>
          <ColumnHeader className={narrow}>Uses the list since</ColumnHeader>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <KeyRow key={key.id} of={key} now={now} />
          ))}
        </TableBody>
      </Table>
      <CardFooter>
        <span role="status" className="figures">
          {keysWords(total)}
          {pages > 1 && `, page ${page} of ${pages}`}
        </span>
        {pages > 1 && <Pages listId={listId} page={page} pages={pages} />}
      </CardFooter>
    </Section>
  )
}

const narrow = 'px-3'

function KeyRow({ of: key, now }: { of: ListKey; now: Date }) {
  return (
    <Row>
      <Cell className="max-w-60 max-sm:max-w-none">
        <div className="min-w-0">
          <Link
            href={paths.apiKeyAddresses(key.id)}
            className="block truncate rounded-xs font-medium hover:underline"
            title={key.name}
          >
            {key.name}
          </Link>
          <span className="block text-muted text-xs">
            <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />
          </span>
        </div>
      </Cell>
      <Cell label="Status" className={narrow}>
        <KeyStatusBadge times={key} now={now} />
      </Cell>
      <Cell label="Access" className={narrow}>
        <span className="max-sm:text-right">
          {accessModeWords[key.accessMode]}
          <span className="figures block text-muted text-xs">{ownWords(key)}</span>
        </span>
      </Cell>
      <Cell label="Uses the list since" className={classNames(narrow, 'max-sm:text-right')}>
        <span>
          <Time instant={key.addedAt} now={now} />
          <span className="wrap-anywhere block text-muted text-xs">by {key.addedBy}</span>
        </span>
      </Cell>
    </Row>
  )
}

function ownWords({ accessMode, ownEntryCount }: ListKey): string {
  if (accessMode === 'open') return 'The list has no effect yet'
  if (ownEntryCount === 0) return 'No entries of its own'
  return `${ownEntryCount.toLocaleString('en-US')} ${ownEntryCount === 1 ? 'entry' : 'entries'} of its own`
}

function Pages({ listId, page, pages }: { listId: string; page: number; pages: number }) {
  const to = (number: number) => paths.namedListKeys(listId, number === 1 ? {} : { page: String(number) })
  return (
    <nav aria-label="Pages" className="flex gap-2">
      {page > 1 && (
        <ButtonLink size="small" href={to(page - 1)}>
          Previous
        </ButtonLink>
      )}
      {page < pages && (
        <ButtonLink size="small" href={to(page + 1)}>
          Next
        </ButtonLink>
      )}
    </nav>
  )
}
