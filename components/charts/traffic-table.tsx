import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { KeyTrafficView } from '#lib/traffic/views'
import { barLabels, sumsOf } from './traffic-words.ts'

/** What the chart shows, to be read: the latest first, without the hours in which nobody called. */
export function TrafficTable({ view: { range, bars } }: { view: KeyTrafficView }) {
  const called = bars.filter((bar) => bar.allowed + bar.refused > 0).reverse()
  const hasUnlisted = sumsOf(bars).unlisted > 0
  const show = (count: number) => count.toLocaleString('en-US')
  return (
    <Table label="Calls over time">
      <TableHead>
        <ColumnHeader>From ({barLabels[range]} each)</ColumnHeader>
        <ColumnHeader align="end">Let through</ColumnHeader>
        {hasUnlisted && <ColumnHeader align="end">Of them not listed</ColumnHeader>}
        <ColumnHeader align="end">Refused</ColumnHeader>
      </TableHead>
      <TableBody>
        {called.map((bar) => (
          <Row key={bar.at.getTime()}>
            <Cell className="whitespace-nowrap">
              <Time instant={bar.at} show="time" />
            </Cell>
            <Cell align="end" className="figures">
              {show(bar.allowed)}
            </Cell>
            {hasUnlisted && (
              <Cell align="end" className="figures">
                {show(bar.unlisted)}
              </Cell>
            )}
            <Cell align="end" className="figures">
              {show(bar.refused)}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
