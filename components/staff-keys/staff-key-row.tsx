import { KeyStatusBadge } from '#components/keys/key-status'
import { LastUsed } from '#components/keys/last-used'
import { MaskedKey } from '#components/keys/masked-key'
import { Badge } from '#components/ui/badge'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import { Cell, Row } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { KeyListState } from '#lib/key-profiles/list-query'
import { keyRisks } from '#lib/key-profiles/risks'
import type { StaffKey } from '#lib/key-profiles/views'
import { addressesWords, widestWords } from '#lib/key-profiles/words'
import { keyStatus } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { narrow, onWideScreens } from './columns.ts'
import { listAddress } from './list-address.ts'

type StaffKeyTableRowProps = { listed: StaffKey; state: KeyListState; now: Date }

const cell = classNames(narrow, 'max-sm:text-right')

export function StaffKeyTableRow({ listed: key, state, now }: StaffKeyTableRowProps) {
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <KeyName listed={key} now={now} />
      </Cell>
      <Cell label="Workspace" className={classNames(cell, 'max-w-48 max-sm:max-w-none')}>
        <Whose listed={key} state={state} />
      </Cell>
      <Cell label="Admits" className={cell}>
        <span className="figures">{addressesWords(key)}</span>
      </Cell>
      <Cell label="Widest" className={classNames(cell, 'whitespace-nowrap')}>
        <span className="figures">{widestWords(key)}</span>
      </Cell>
      <Cell label="Entries" align="end" className={cell}>
        <Entries listed={key} />
      </Cell>
      <Cell label="Last used" className={cell}>
        <LastUsed lastUsed={key.lastUsed} now={now} />
      </Cell>
      <Cell label="Refused, 24 h" align="end" className={cell}>
        <span className={classNames('figures', key.refusedDay === 0 && 'text-muted')}>
          {key.refusedDay.toLocaleString('en-US')}
        </span>
      </Cell>
      <Cell label="Created" className={classNames(cell, onWideScreens, 'whitespace-nowrap')}>
        <Time instant={key.createdAt} show="date" />
      </Cell>
    </Row>
  )
}

function KeyName({ listed: key, now }: { listed: StaffKey; now: Date }) {
  const isActive = keyStatus(key, now) === 'active' && key.revokedAt === null
  return (
    <div className="min-w-0">
      <Link
        href={paths.staffKey(key.id)}
        className="block truncate rounded-xs font-medium hover:underline"
        title={key.name}
      >
        {key.name}
      </Link>
      <span className="text-muted text-xs">
        <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />
      </span>
      <span className="mt-1 flex flex-wrap gap-1 empty:hidden">
        {!isActive && <KeyStatusBadge times={key} now={now} />}
        {keyRisks(key, now).map(({ tone, word }) => (
          <Badge key={word} tone={tone}>
            {word}
          </Badge>
        ))}
      </span>
    </div>
  )
}

/** Both lead to all keys of the same. */
function Whose({ listed: { workspace, owner }, state }: { listed: StaffKey; state: KeyListState }) {
  return (
    <div className="min-w-0">
      <Link
        href={listAddress(state, { filter: { workspace: workspace.id } })}
        className="block truncate rounded-xs hover:underline"
        title={`Only keys of ${workspace.name}`}
      >
        {workspace.name}
      </Link>
      {owner === null ? (
        <span className="text-muted text-xs">No owner</span>
      ) : (
        <Link
          href={listAddress(state, { filter: { owner: owner.id } })}
          className="block truncate rounded-xs text-muted text-xs hover:underline"
          title={`Only keys of ${owner.email}`}
        >
          {owner.email}
        </Link>
      )}
    </div>
  )
}

function Entries({ listed: { entries, ownEntries, lists } }: { listed: StaffKey }) {
  return (
    <span className="figures">
      {entries.toLocaleString('en-US')}
      {lists > 0 && (
        <span className="block whitespace-nowrap text-muted text-xs">
          {ownEntries.toLocaleString('en-US')} own, {lists} {lists === 1 ? 'list' : 'lists'}
        </span>
      )}
    </span>
  )
}
