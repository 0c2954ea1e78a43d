import { Badge, type Tone } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { exportTypes } from '#lib/exports/kinds'
import type { RecentExport } from '#lib/exports/recent'
import { filterText, kindWords } from '#lib/exports/words'
import { paths } from '#lib/paths'

export type RecentExportsProps = { exports: readonly RecentExport[]; now: Date }

export function RecentExports({ exports, now }: RecentExportsProps) {
  return (
    <Section title="Recent exports" description="Of everybody, as the audit trail has them." flush>
      {exports.length === 0 ? (
        <p className="px-5 py-6 text-muted sm:px-6">Nobody has exported anything yet.</p>
      ) : (
        <Table label="Recent exports" stack>
          <TableHead>
            <ColumnHeader>What</ColumnHeader>
            <ColumnHeader>Who</ColumnHeader>
            <ColumnHeader>When</ColumnHeader>
            <ColumnHeader align="end">Rows</ColumnHeader>
            <ColumnHeader>How it ended</ColumnHeader>
          </TableHead>
          <TableBody>
            {exports.map((one) => (
              <ExportRow key={one.id} one={one} now={now} />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

function ExportRow({ one, now }: { one: RecentExport; now: Date }) {
  const { kind, format, filter, isContinued, end } = one
  const filters = Object.entries(filter).map(([name, value]) => filterText(name, value))
  return (
    <Row>
      <Cell className="max-w-80 max-sm:max-w-none">
        <Link href={paths.staffExports({ kind, ...filter })} className="font-medium underline-offset-2 hover:underline">
          {kindWords[kind].name}
        </Link>{' '}
        as {exportTypes[format].label}
        {isContinued && ', continued'}
        <span className="block break-words text-muted text-xs">
          {filters.length === 0 ? 'All' : filters.join(', ')}
        </span>
      </Cell>
      <Cell label="Who" className="break-words max-sm:text-right">
        {one.who}
      </Cell>
      <Cell label="When" className="whitespace-nowrap">
        <Time instant={one.at} now={now} />
      </Cell>
      <Cell label="Rows" align="end" className="figures">
        {end === null ? '' : end.rows.toLocaleString('en-US')}
      </Cell>
      <Cell label="How it ended">
        <Badge tone={end === null ? 'neutral' : tones[end.outcome]} dot>
          {end === null ? 'Not ended' : outcomes[end.outcome]}
        </Badge>
      </Cell>
    </Row>
  )
}

type Outcome = NonNullable<RecentExport['end']>['outcome']

const outcomes = { complete: 'Complete', cancelled: 'Cancelled', failed: 'Broke off' } satisfies Record<Outcome, string>
const tones = { complete: 'success', cancelled: 'neutral', failed: 'warning' } satisfies Record<Outcome, Tone>
