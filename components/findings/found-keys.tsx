import { MaskedKey } from '#components/keys/masked-key'
import { Badge } from '#components/ui/badge'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { RuleId } from '#lib/findings/rules'
import type { FoundKey } from '#lib/findings/views'
import { paths } from '#lib/paths'
import { Acknowledge, type AcknowledgeAction } from './acknowledge.tsx'
import { WhyText } from './why-text.tsx'

export type FoundKeysProps = {
  rule: RuleId
  keys: readonly FoundKey[]
  now: Date
  /** Absent for who only reads. */
  acknowledge: AcknowledgeAction | undefined
}

/** The keys that a rule finds, each with what makes it so. */
export function FoundKeys({ rule, keys, now, acknowledge }: FoundKeysProps) {
  return (
    <Table label="Keys found" stack>
      <TableHead>
        <ColumnHeader>Key</ColumnHeader>
        <ColumnHeader className="px-3">Workspace</ColumnHeader>
        <ColumnHeader className="px-3">Why</ColumnHeader>
        <ColumnHeader className="px-3">Last used</ColumnHeader>
        {acknowledge && (
          <ColumnHeader className="px-3">
            <span className="spoken">Actions</span>
          </ColumnHeader>
        )}
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <FoundKeyRow key={key.keyId} {...{ rule, now, acknowledge }} found={key} />
        ))}
      </TableBody>
    </Table>
  )
}

function FoundKeyRow({ rule, found, now, acknowledge }: Omit<FoundKeysProps, 'keys'> & { found: FoundKey }) {
  const { acknowledgement } = found
  return (
    <Row>
      <Cell className="max-w-56 max-sm:max-w-none">
        <div className="min-w-0 max-sm:pr-28">
          <Link
            href={paths.staffKey(found.keyId)}
            title={found.name}
            className="block truncate rounded-xs font-medium hover:underline"
          >
            {found.name}
          </Link>
          <span className="block text-muted text-xs">
            <MaskedKey displayPrefix={found.displayPrefix} lastFour={found.lastFour} />
          </span>
        </div>
      </Cell>
      <Cell label="Workspace" className="max-w-52 px-3 max-sm:max-w-none">
        <div className="min-w-0 max-sm:text-right">
          <Link
            href={paths.staffFinding(rule, { workspace: found.workspaceId })}
            title={`Only keys of ${found.workspaceName}`}
            className="block truncate rounded-xs hover:underline"
          >
            {found.workspaceName}
          </Link>
          {found.owner && <span className="block truncate text-muted text-xs">{found.owner}</span>}
        </div>
      </Cell>
      <Cell label="Why" className="px-3">
        <div className="min-w-0 max-sm:text-right">
          <WhyText why={found.why} now={now} />
          {acknowledgement && (
            <p className="mt-1">
              <Badge tone="info">Acknowledged</Badge>{' '}
              <span className="text-muted text-xs">
                until <Time instant={acknowledgement.until} show="date" />: {acknowledgement.reason}
              </span>
            </p>
          )}
        </div>
      </Cell>
      <Cell label="Last used" className="whitespace-nowrap px-3">
        {found.lastUsedAt === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <Time instant={found.lastUsedAt} now={now} />
        )}
      </Cell>
      {acknowledge && (
        <Cell align="end" className="px-3">
          <Acknowledge
            {...{ rule, now, action: acknowledge }}
            of={{ kind: 'key', keyId: found.keyId, workspaceId: found.workspaceId, name: found.name }}
          />
        </Cell>
      )}
    </Row>
  )
}
