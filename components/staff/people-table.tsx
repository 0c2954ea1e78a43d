import { Badge } from '#components/ui/badge'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { staffRoleWords } from '#lib/staff/rules'
import { MemberActions, type StaffActions } from './member-actions.tsx'

export type StaffPerson = {
  userId: string
  name: string
  email: string
  role: keyof typeof staffRoleWords
  since: string | null
  lastSeenAt: string | null
  hasSecondFactor: boolean
  isDisabled: boolean
  isSelf: boolean
}

export type PeopleTableProps = {
  people: readonly StaffPerson[]
  now: string
  /** Null for who may only look. */
  actions: StaffActions | null
}

export function PeopleTable({ people, now, actions }: PeopleTableProps) {
  return (
    <Table label="Staff" stack>
      <TableHead>
        <ColumnHeader>Person</ColumnHeader>
        <ColumnHeader>Role</ColumnHeader>
        <ColumnHeader>Since</ColumnHeader>
        <ColumnHeader>Last seen</ColumnHeader>
        <ColumnHeader>Second factor</ColumnHeader>
        {actions && (
          <ColumnHeader>
            <span className="spoken">Actions</span>
          </ColumnHeader>
        )}
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <PersonRow key={person.userId} {...{ person, now, actions }} />
        ))}
      </TableBody>
    </Table>
  )
}

type PersonRowProps = { person: StaffPerson } & Omit<PeopleTableProps, 'people'>

function PersonRow({ person, now, actions }: PersonRowProps) {
  const nameId = `person-${person.userId}`
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <div className="min-w-0">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <span id={nameId} className="min-w-0 max-w-full truncate font-medium" title={person.name}>
              {person.name}
            </span>
            {person.isSelf && <Badge>You</Badge>}
            {person.isDisabled && <Badge tone="danger">Disabled</Badge>}
          </span>
          <span className="block min-w-0 break-words text-muted text-xs">{person.email}</span>
        </div>
      </Cell>
      <Cell label="Role">{staffRoleWords[person.role].name}</Cell>
      <Cell label="Since" className="whitespace-nowrap">
        {person.since ? <Time instant={person.since} now={now} /> : 'Unknown'}
      </Cell>
      <Cell label="Last seen" className="whitespace-nowrap">
        {person.lastSeenAt ? <Time instant={person.lastSeenAt} now={now} /> : 'Never'}
      </Cell>
      <Cell label="Second factor">
        <Badge tone={person.hasSecondFactor ? 'success' : 'warning'} dot>
          {person.hasSecondFactor ? 'On' : 'Off'}
        </Badge>
      </Cell>
      {actions && (
        <Cell label="Change" align="end">
          <MemberActions member={person} describedBy={nameId} {...actions} />
        </Cell>
      )}
    </Row>
  )
}
