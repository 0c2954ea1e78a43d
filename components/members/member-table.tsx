import { Badge } from '#components/ui/badge'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { workspaceRoleWords } from '#lib/members/words'
import { MemberActions, type MemberChanges, type WorkspaceName } from './member-actions.tsx'

type Role = keyof typeof workspaceRoleWords

export type MemberRow = {
  userId: string
  name: string
  email: string
  role: Role
  joinedAt: string
  lastSeenAt: string | null
  isDisabled: boolean
  isSelf: boolean
  /** What the visitor may make of them. */
  roles: readonly Role[]
  mayRemove: boolean
}

export type MemberTableProps = {
  workspace: WorkspaceName
  members: readonly MemberRow[]
  now: string
  actions: MemberChanges
}

export function MemberTable({ members, ...rest }: MemberTableProps) {
  return (
    <Table label="Members" stack>
      <TableHead>
        <ColumnHeader>Person</ColumnHeader>
        <ColumnHeader>Role</ColumnHeader>
        <ColumnHeader>Joined</ColumnHeader>
        <ColumnHeader>Last seen here</ColumnHeader>
        <ColumnHeader>
          <span className="spoken">Actions</span>
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberLine key={member.userId} member={member} {...rest} />
        ))}
      </TableBody>
    </Table>
  )
}

type MemberLineProps = { member: MemberRow } & Omit<MemberTableProps, 'members'>

function MemberLine({ member, workspace, now, actions }: MemberLineProps) {
  const { userId, name, email, role, joinedAt, lastSeenAt, isSelf, isDisabled } = member
  const nameId = `member-${userId}`
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <div className="min-w-0">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <span id={nameId} className="min-w-0 max-w-full truncate font-medium" title={name}>
              {name}
            </span>
            {isSelf && <Badge>You</Badge>}
            {isDisabled && <Badge tone="danger">Disabled</Badge>}
          </span>
          <span className="block min-w-0 break-words text-muted text-xs">{email}</span>
        </div>
      </Cell>
      <Cell label="Role">{workspaceRoleWords[role].name}</Cell>
      <Cell label="Joined" className="whitespace-nowrap">
        <Time instant={joinedAt} now={now} />
      </Cell>
      <Cell label="Last seen here" className="whitespace-nowrap">
        {isSelf ? 'Now' : lastSeenAt ? <Time instant={lastSeenAt} now={now} /> : 'Not known'}
      </Cell>
      <Cell label="Change" align="end">
        <MemberActions member={member} describedBy={nameId} workspace={workspace} {...actions} />
      </Cell>
    </Row>
  )
}
