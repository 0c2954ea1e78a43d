import type { Action } from '#components/form/action'
import { KeyExpiry } from '#components/keys/key-expiry'
import { LastUsed } from '#components/keys/last-used'
import { MaskedKey } from '#components/keys/masked-key'
import { RevokeToken } from '#components/management-tokens/revoke-token'
import { TokenAccess } from '#components/management-tokens/token-access'
import { TokenStatusBadge } from '#components/management-tokens/token-status'
import { classNames } from '#components/ui/class-names'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { allowsIn, tokenStatus } from '#lib/management-tokens/rules'
import { staffRoleWords } from '#lib/staff/rules'
import { mayRevoke } from '#lib/staff-tokens/rules'
import type { StaffTokenRow } from '#lib/staff-tokens/views'

export type StaffTokenTableProps = {
  tokens: readonly StaffTokenRow[]
  now: Date
  viewer: { userId: string; role: keyof typeof staffRoleWords }
  revoke: Action<{ tokenId: string }>
}

export function StaffTokenTable({ tokens, ...rest }: StaffTokenTableProps) {
  return (
    <Table label="Staff tokens" stack>
      <TableHead>
        <ColumnHeader>Name</ColumnHeader>
        <ColumnHeader className={narrow}>Of</ColumnHeader>
        <ColumnHeader className={narrow}>Role</ColumnHeader>
        <ColumnHeader className={narrow}>Status</ColumnHeader>
        <ColumnHeader className={narrow}>Allowed IPs</ColumnHeader>
        <ColumnHeader className={narrow}>Last used</ColumnHeader>
        <ColumnHeader className={narrow}>Expires</ColumnHeader>
        <ColumnHeader className={narrow}>
          <span className="spoken">Actions</span>
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} {...rest} />
        ))}
      </TableBody>
    </Table>
  )
}

const narrow = 'px-3'
const beside = 'max-sm:text-right'

type TokenRowProps = Omit<StaffTokenTableProps, 'tokens'> & { token: StaffTokenRow }

function TokenRow({ token, now, viewer, revoke }: TokenRowProps) {
  const mayEnd = allowsIn('revoke', tokenStatus(token, now)) && mayRevoke(viewer, token.holder.userId)
  return (
    <Row>
      <Cell className="max-w-60 max-sm:max-w-none">
        <span className={classNames('block truncate font-medium', mayEnd && 'max-sm:pr-12')} title={token.name}>
          {token.name}
        </span>
        <span className="block text-muted text-xs">
          <MaskedKey displayPrefix={token.displayPrefix} lastFour={token.lastFour} />
        </span>
      </Cell>
      <Cell label="Of" className={classNames(narrow, beside, 'max-w-48 break-words')}>
        {token.holder.userId === viewer.userId ? 'You' : token.holder.email}
      </Cell>
      <Cell label="Role" className={classNames(narrow, beside)}>
        <RoleNow token={token} />
      </Cell>
      <Cell label="Status" className={narrow}>
        <div className={beside}>
          <TokenStatusBadge times={token} now={now} />
        </div>
      </Cell>
      <Cell label="Allowed IPs" className={classNames(narrow, beside)}>
        <TokenAccess token={token} />
      </Cell>
      <Cell label="Last used" className={classNames(narrow, beside)}>
        <LastUsed lastUsed={token.lastUsed} now={now} />
      </Cell>
      <Cell label="Expires" className={classNames(narrow, 'whitespace-nowrap')}>
        <KeyExpiry expiresAt={token.expiresAt} />
      </Cell>
      <Cell align="end" className={narrow}>
        {mayEnd && (
          <RevokeToken
            subject={{ id: token.id, name: token.name, lastUsedAt: token.lastUsed?.at ?? null }}
            now={now}
            action={revoke}
          />
        )}
      </Cell>
    </Row>
  )
}

function RoleNow({ token: { role, roleNow } }: { token: StaffTokenRow }) {
  return (
    <>
      {staffRoleWords[role].name}
      {roleNow === null && <span className="block text-muted text-xs">does nothing: not staff any more</span>}
      {roleNow !== null && roleNow !== role && (
        <span className="block text-muted text-xs">acts as {staffRoleWords[roleNow].name} now</span>
      )}
    </>
  )
}
