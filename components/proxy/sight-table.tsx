import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'

export type SightRow = {
  peers: string
  headers: string
  count: number
  firstAt: string
  lastAt: string
  isOwn: boolean
}

/** Who sent forwarding headers that were not believed. */
export function SightTable({ sights, now }: { sights: readonly SightRow[]; now: string }) {
  return (
    <Table label="Headers that are not believed" stack>
      <TableHead>
        <ColumnHeader>Connection from</ColumnHeader>
        <ColumnHeader>Headers</ColumnHeader>
        <ColumnHeader align="end">Requests, about</ColumnHeader>
        <ColumnHeader>First</ColumnHeader>
        <ColumnHeader>Last</ColumnHeader>
      </TableHead>
      <TableBody>
        {sights.map(({ peers, headers, count, firstAt, lastAt, isOwn }) => (
          <Row key={peers}>
            <Cell label="Connection from">
              <span className="break-all font-mono text-[0.8125rem]">{peers}</span>
              <span className="block text-muted text-xs">
                {isOwn ? 'This machine or your network' : 'The internet'}
              </span>
            </Cell>
            <Cell label="Headers">{headers}</Cell>
            <Cell label="Requests, about" align="end">
              <span className="figures">{count.toLocaleString('en-US')}</span>
            </Cell>
            <Cell label="First">
              <Time instant={firstAt} now={now} />
            </Cell>
            <Cell label="Last">
              <Time instant={lastAt} now={now} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
