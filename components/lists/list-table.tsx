import { ButtonLink } from '#components/ui/button-link'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { ListRow } from '#lib/lists/views'
import { entriesWords, usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'

export type ListTableProps = { lists: readonly ListRow[]; canChange: boolean; now: Date }

export function ListTable({ lists, canChange, now }: ListTableProps) {
  return (
    <Table label="Named lists" stack>
      <TableHead>
        <ColumnHeader>Name</ColumnHeader>
        <ColumnHeader className={narrow}>Addresses</ColumnHeader>
        <ColumnHeader className={narrow}>Keys</ColumnHeader>
        <ColumnHeader className={narrow}>Last changed</ColumnHeader>
        {canChange && (
          <ColumnHeader className={narrow}>
            <span className="spoken">Actions</span>
          </ColumnHeader>
        )}
      </TableHead>
      <TableBody>
        {lists.map((list) => (
          <ListTableRow key={list.id} list={list} canChange={canChange} now={now} />
        ))}
      </TableBody>
    </Table>
  )
}

const narrow = 'px-3'
const beside = 'max-sm:text-right'

function ListTableRow({ list, canChange, now }: { list: ListRow; canChange: boolean; now: Date }) {
  const nameId = `list-${list.id}`
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <div className={classNames('min-w-0', canChange && 'max-sm:pr-24')}>
          <Link
            id={nameId}
            href={paths.namedList(list.id)}
            className="block truncate rounded-xs font-medium hover:underline"
            title={list.name}
          >
            {list.name}
          </Link>
          {list.description && (
            <span className="block truncate text-muted text-xs" title={list.description}>
              {list.description}
            </span>
          )}
        </div>
      </Cell>
      <Cell label="Addresses" className={narrow}>
        <span className={classNames('figures', beside)}>
          {list.entryCount === 0 ? 'No address' : entriesWords(list.entryCount)}
          {list.entryCount > 0 && <span className="block text-muted text-xs">{list.addressCount}</span>}
        </span>
      </Cell>
      <Cell label="Keys" className={narrow}>
        <span className={classNames('figures', list.keyCount === 0 && 'text-muted')}>{usedByWords(list.keyCount)}</span>
      </Cell>
      <Cell label="Last changed" className={classNames(narrow, 'whitespace-nowrap')}>
        <Time instant={list.updatedAt} now={now} />
      </Cell>
      {canChange && (
        <Cell align="end" className={narrow}>
          <ButtonLink href={paths.editNamedList(list.id)} size="small" aria-describedby={nameId}>
            Edit
          </ButtonLink>
        </Cell>
      )}
    </Row>
  )
}
