import { Sparkline } from '#components/charts/sparkline'
import { OpenUntil } from '#components/policies/open-until'
import { ButtonLink } from '#components/ui/button-link'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { KeySort, ListFilters } from '#lib/keys/list-filters'
import type { KeyAction } from '#lib/keys/rules'
import type { KeyRow } from '#lib/keys/views'
import { paths } from '#lib/paths'
import type { Sparkline as Line } from '#lib/traffic/views'
import { filtersAddress } from './filters-address.ts'
import { KeyAccess } from './key-access.tsx'
import { KeyBadges } from './key-badges.tsx'
import { KeyExpiry } from './key-expiry.tsx'
import type { LifecycleActions } from './key-lifecycle.tsx'
import { KeyRowMenu } from './key-row-menu.tsx'
import { KeyStatusBadge, KeyStatusReason } from './key-status.tsx'
import { LastUsed } from './last-used.tsx'
import { MaskedKey } from './masked-key.tsx'

/** `calls`: of the last 24 hours; null when there were none. */
export type ListedKey = KeyRow & { actions: readonly KeyAction[]; revokeNeedsName: boolean; calls: Line | null }

export type KeyTableProps = { keys: readonly ListedKey[]; filters: ListFilters; now: Date; lifecycle: LifecycleActions }

export function KeyTable({ keys, filters, now, lifecycle }: KeyTableProps) {
  const sortBy = (sort: KeySort) => sorting(filters, sort)
  return (
    <Table label="API keys" stack>
      <TableHead>
        <ColumnHeader sort={sortBy('name')}>Name</ColumnHeader>
        <ColumnHeader className={narrow}>Status</ColumnHeader>
        <ColumnHeader className={narrow}>Allowed IPs</ColumnHeader>
        <ColumnHeader className={narrow} sort={sortBy('last_used')}>
          Last used
        </ColumnHeader>
        <ColumnHeader className={classNames(narrow, notOnPhones)}>Calls, 24 h</ColumnHeader>
        <ColumnHeader className={classNames(narrow, onWideScreens)} sort={sortBy('created')}>
          Created
        </ColumnHeader>
        <ColumnHeader className={classNames(narrow, onWideScreens)} sort={sortBy('expires')}>
          Expires
        </ColumnHeader>
        <ColumnHeader className={narrow}>
          <span className="spoken">Actions</span>
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <KeyTableRow key={key.id} listed={key} now={now} lifecycle={lifecycle} />
        ))}
      </TableBody>
    </Table>
  )
}

const narrow = 'px-3'
// Between a phone, where rows are cards, and a wide screen there is no room for these; the key's page has them.
const onWideScreens = 'sm:max-xl:hidden'
// A card of a phone says when the key was last used; a picture of bars adds nothing that can be read there.
const notOnPhones = 'max-lg:hidden!'

type KeyTableRowProps = { listed: ListedKey; now: Date; lifecycle: LifecycleActions }

function KeyTableRow({ listed: key, now, lifecycle }: KeyTableRowProps) {
  const nameId = `key-${key.id}`
  const hasReason = key.pausedAt !== null || key.revokedAt !== null
  return (
    <Row>
      <Cell className="max-w-56 max-sm:max-w-none">
        <div className="min-w-0 max-sm:pr-28">
          <Link
            id={nameId}
            href={paths.apiKey(key.id)}
            className="block truncate rounded-xs font-medium hover:underline"
            title={key.name}
          >
            {key.name}
          </Link>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
            <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />
            <KeyBadges of={key} />
          </span>
        </div>
      </Cell>
      <Cell label="Status" className={narrow}>
        <div className="max-w-32 max-sm:max-w-none max-sm:text-right">
          <KeyStatusBadge times={key} now={now} />
          {hasReason && (
            <span className="mt-1 block text-muted text-xs">
              <KeyStatusReason times={key} now={now} />
            </span>
          )}
        </div>
      </Cell>
      <Cell label="Allowed IPs" className={classNames(narrow, 'max-w-40 max-sm:max-w-none max-sm:text-right')}>
        <KeyAccess access={key} />
        <OpenUntil at={key.openUntil} now={now} />
      </Cell>
      <Cell label="Last used" className={classNames(narrow, 'max-sm:text-right')}>
        <LastUsed lastUsed={key.lastUsed} now={now} />
      </Cell>
      <Cell label="Calls, 24 h" className={classNames(narrow, notOnPhones)}>
        <Sparkline line={key.calls} />
      </Cell>
      <Cell label="Created" className={classNames(narrow, onWideScreens, 'whitespace-nowrap')}>
        <Time instant={key.createdAt} show="date" />
      </Cell>
      <Cell label="Expires" className={classNames(narrow, onWideScreens, 'whitespace-nowrap')}>
        <KeyExpiry expiresAt={key.expiresAt} />
      </Cell>
      <Cell align="end" className={narrow}>
        <div className="flex items-center justify-end gap-1">
          {key.actions.includes('edit') && (
            <ButtonLink href={paths.editApiKey(key.id)} size="small" aria-describedby={nameId}>
              Edit
            </ButtonLink>
          )}
          <KeyRowMenu subject={key} actions={key.actions} lifecycle={lifecycle} />
        </div>
      </Cell>
    </Row>
  )
}

/** The first press sorts as people expect of the column (names from A, times from the latest), the next turns it. */
function sorting(filters: ListFilters, sort: KeySort) {
  const current = filters.sort === sort ? filters.direction : null
  const first = sort === 'name' ? 'asc' : 'desc'
  const next = current === null ? first : current === 'asc' ? 'desc' : 'asc'
  const direction = current === null ? null : current === 'asc' ? ('ascending' as const) : ('descending' as const)
  return { href: filtersAddress(filters, { sort, direction: next }), direction }
}
