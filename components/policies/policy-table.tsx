import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { ListedPolicy } from '#lib/policies/queries'
import { ruleSentences } from '#lib/policies/words'
import { AppliesFrom } from './policy-card.tsx'

export type PolicyTableProps = { policies: readonly ListedPolicy[]; now: Date }

/** Workspaces that have a policy of their own. */
export function PolicyTable({ policies, now }: PolicyTableProps) {
  return (
    <Table label="Workspaces with a policy of their own" stack>
      <TableHead>
        <ColumnHeader>Workspace</ColumnHeader>
        <ColumnHeader>Rules</ColumnHeader>
        <ColumnHeader>Applies</ColumnHeader>
        <ColumnHeader>Set</ColumnHeader>
      </TableHead>
      <TableBody>
        {policies.map((policy) => (
          <Row key={policy.workspaceId}>
            <Cell className="max-w-64 max-sm:max-w-none">
              <Link
                href={paths.staffPolicy(policy.workspaceId)}
                className="block truncate rounded-xs font-medium hover:underline"
                title={policy.workspace}
              >
                {policy.workspace}
              </Link>
            </Cell>
            <Cell label="Rules" className="max-w-96 max-sm:max-w-none">
              {ruleSentences(policy).join(' ')}
            </Cell>
            <Cell label="Applies" className="max-w-48 max-sm:max-w-none">
              <AppliesFrom at={policy.appliesFrom} now={now} />
            </Cell>
            <Cell label="Set" className="max-w-56 max-sm:max-w-none">
              <Time instant={policy.updatedAt} now={now} />
              <span className="block break-words text-muted text-xs">{policy.updatedBy}</span>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
