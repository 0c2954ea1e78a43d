import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { AffectedKey } from '#lib/policies/effect'
import { brokenWords, lossWords } from './effect-words.ts'

/** The keys that a policy concerns, each with what it breaks and loses. */
export function AffectedTable({ keys }: { keys: readonly AffectedKey[] }) {
  return (
    <Table label="Keys that the policy concerns" stack>
      <TableHead>
        <ColumnHeader>Key</ColumnHeader>
        <ColumnHeader>Workspace</ColumnHeader>
        <ColumnHeader>Breaks</ColumnHeader>
        <ColumnHeader>Loses power</ColumnHeader>
      </TableHead>
      <TableBody>
        {keys.map(({ id, name, hint, workspace, breaks, loses, losesAt }) => (
          <Row key={id}>
            <Cell className="max-w-64 max-sm:max-w-none">
              <Link
                href={paths.staffKey(id)}
                className="block truncate rounded-xs font-medium hover:underline"
                title={name}
              >
                {name}
              </Link>
              <span className="address block truncate text-muted text-xs">{hint}</span>
            </Cell>
            <Cell label="Workspace" className="max-w-48 max-sm:max-w-none">
              <span className="block truncate" title={workspace}>
                {workspace}
              </span>
            </Cell>
            <Cell label="Breaks">
              {brokenWords
                .filter(({ rule }) => breaks.includes(rule))
                .map(({ short }) => short)
                .join(', ') || 'Nothing'}
            </Cell>
            <Cell label="Loses power">
              {loses === null || losesAt === null ? (
                'Nothing'
              ) : (
                <span>
                  {lossWords[loses]} on <Time instant={losesAt} show="date" />
                </span>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
