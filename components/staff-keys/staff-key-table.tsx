import { classNames } from '#components/ui/class-names'
import { ColumnHeader, Table, TableBody, TableHead } from '#components/ui/table'
import type { KeyListState } from '#lib/key-profiles/list-query'
import type { StaffKeySort } from '#lib/key-profiles/list-sort'
import type { StaffKey } from '#lib/key-profiles/views'
import { narrow, onWideScreens } from './columns.ts'
import { sorting } from './list-address.ts'
import { StaffKeyTableRow } from './staff-key-row.tsx'

export type StaffKeyTableProps = { keys: readonly StaffKey[]; state: KeyListState; now: Date }

export function StaffKeyTable({ keys, state, now }: StaffKeyTableProps) {
  const by = (sort: StaffKeySort) => sorting(state, sort)
  return (
    <Table label="Keys of all workspaces" stack>
      <TableHead>
        <ColumnHeader sort={by('name')}>Key</ColumnHeader>
        <ColumnHeader className={narrow}>Workspace</ColumnHeader>
        <ColumnHeader className={narrow} sort={by('addresses')}>
          Admits
        </ColumnHeader>
        <ColumnHeader className={narrow} sort={by('widest')}>
          Widest
        </ColumnHeader>
        <ColumnHeader className={narrow} align="end" sort={by('entries')}>
          Entries
        </ColumnHeader>
        <ColumnHeader className={narrow} sort={by('last_used')}>
          Last used
        </ColumnHeader>
        <ColumnHeader className={narrow} align="end" sort={by('refused')}>
          Refused, 24 h
        </ColumnHeader>
        <ColumnHeader className={classNames(narrow, onWideScreens)} sort={by('created')}>
          Created
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <StaffKeyTableRow key={key.id} listed={key} state={state} now={now} />
        ))}
      </TableBody>
    </Table>
  )
}
