import type { Action } from '#components/form/action'
import { KeyExpiry } from '#components/keys/key-expiry'
import { LastUsed } from '#components/keys/last-used'
import { MaskedKey } from '#components/keys/masked-key'
import { ButtonLink } from '#components/ui/button-link'
import { classNames } from '#components/ui/class-names'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { allowsIn, tokenStatus } from '#lib/management-tokens/rules'
import type { TokenRow } from '#lib/management-tokens/views'
import { roleWords } from '#lib/management-tokens/words'
import { paths } from '#lib/paths'
import { RevokeToken } from './revoke-token.tsx'
import { TokenAccess } from './token-access.tsx'
import { TokenStatusBadge } from './token-status.tsx'

type Revoke = Action<{ tokenId: string }>

export type TokenTableProps = { tokens: readonly TokenRow[]; now: Date; revoke: Revoke }

export function TokenTable({ tokens, now, revoke }: TokenTableProps) {
  return (
    <Table label="Management tokens" stack>
      <TableHead>
        <ColumnHeader>Name</ColumnHeader>
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
          <TokenTableRow key={token.id} token={token} now={now} revoke={revoke} />
        ))}
      </TableBody>
    </Table>
  )
}

const narrow = 'px-3'
const beside = 'max-sm:text-right'

function TokenTableRow({ token, now, revoke }: { token: TokenRow; now: Date; revoke: Revoke }) {
  const nameId = `token-${token.id}`
  const status = tokenStatus(token, now)
  return (
    <Row>
      <Cell className="max-w-60 max-sm:max-w-none">
        <div className={classNames('min-w-0', allowsIn('edit', status) && 'max-sm:pr-28')}>
          <span id={nameId} className="block truncate font-medium" title={token.name}>
            {token.name}
          </span>
          <span className="block text-muted text-xs">
            <MaskedKey displayPrefix={token.displayPrefix} lastFour={token.lastFour} />
          </span>
        </div>
      </Cell>
      <Cell label="Role" className={narrow}>
        {roleWords[token.role].word}
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
        <div className="flex items-center justify-end gap-1">
          {allowsIn('edit', status) && (
            <ButtonLink href={paths.editManagementToken(token.id)} size="small" aria-describedby={nameId}>
              Edit
            </ButtonLink>
          )}
          {allowsIn('revoke', status) && (
            <RevokeToken
              subject={{ id: token.id, name: token.name, lastUsedAt: token.lastUsed?.at ?? null }}
              now={now}
              action={revoke}
            />
          )}
        </div>
      </Cell>
    </Row>
  )
}
