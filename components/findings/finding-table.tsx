import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { rules } from '#lib/findings/rules'
import type { Finding, Findings } from '#lib/findings/views'
import { paths } from '#lib/paths'
import { SeverityBadge } from './severity-badge.tsx'
import { TrendLine } from './trend-line.tsx'

/** Every rule with what it found, the gravest first. */
export function FindingTable({ findings, acknowledged }: Pick<Findings, 'findings' | 'acknowledged'>) {
  return (
    <Table label="Findings" stack>
      <TableHead>
        <ColumnHeader>Finding</ColumnHeader>
        <ColumnHeader className="px-3">Severity</ColumnHeader>
        <ColumnHeader className="px-3" align="end">
          Keys
        </ColumnHeader>
        <ColumnHeader className="px-3">30 days</ColumnHeader>
      </TableHead>
      <TableBody>
        {findings.map((finding) => (
          <FindingRow key={finding.rule} finding={finding} acknowledged={acknowledged[finding.rule]} />
        ))}
      </TableBody>
    </Table>
  )
}

function FindingRow({ finding: { rule, count, trend }, acknowledged }: { finding: Finding; acknowledged: number }) {
  const { title, sentence, severity } = rules[rule]
  return (
    <Row>
      <Cell>
        <div className="min-w-0 max-w-xl">
          <Link href={paths.staffFinding(rule)} className="rounded-xs font-medium hover:underline">
            {title}
          </Link>
          <p className="text-muted text-xs">{sentence}</p>
        </div>
      </Cell>
      <Cell label="Severity" className="px-3">
        <SeverityBadge severity={severity} />
      </Cell>
      <Cell label="Keys" align="end" className="px-3">
        <span className="figures">
          {count === null ? (
            <span className="text-muted">Not counted</span>
          ) : (
            <span className={count.keys === 0 ? 'text-muted' : 'font-semibold text-base'}>
              {count.keys.toLocaleString('en-US')}
            </span>
          )}
          {acknowledged > 0 && (
            <span className="block whitespace-nowrap text-muted text-xs">
              {acknowledged.toLocaleString('en-US')} acknowledged
            </span>
          )}
        </span>
      </Cell>
      <Cell label="30 days" className="px-3">
        <TrendLine trend={trend} />
      </Cell>
    </Row>
  )
}
