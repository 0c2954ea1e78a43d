import { CHART_HEIGHT, ChartFrame } from '#components/charts/chart-frame'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import type { TrendPoint } from '#lib/findings/views'
import { absoluteDate } from '#lib/time'
import { niceCeiling } from '../charts/scale.ts'
import { type TrendDays, TrendDaysLinks } from './trend-days.tsx'
import { spotsOf, trendSentence } from './trend-words.ts'

export type TrendChartProps = { trend: readonly TrendPoint[]; days: TrendDays; hrefOf: (days: TrendDays) => string }

/** How many keys a rule found at the end of each day, as a chart and as a table. */
export function TrendChart({ trend, days, hrefOf }: TrendChartProps) {
  return (
    <Section
      title="Trend"
      description={trendSentence(trend, absoluteDate)}
      actions={<TrendDaysLinks current={days} hrefOf={hrefOf} />}
    >
      {trend.length < 2 ? (
        <p className="text-muted">A day’s last count makes a point. The line begins tomorrow.</p>
      ) : (
        <div className="flex flex-col gap-3">
          <Picture trend={trend} />
          <details>
            <summary className="w-fit cursor-pointer rounded-md font-medium text-accent-ink">Show as table</summary>
            <div className="mt-3 max-h-96 overflow-y-auto rounded-lg border border-line">
              <TrendTable trend={trend} />
            </div>
          </details>
        </div>
      )}
    </Section>
  )
}

const WIDTH = 1000

function Picture({ trend }: { trend: readonly TrendPoint[] }) {
  const top = niceCeiling(Math.max(0, ...trend.map(({ keys }) => keys)))
  const spots = spotsOf(trend, top).map(({ x, y }) => `${x * WIDTH},${y * CHART_HEIGHT}`)
  return (
    <ChartFrame
      top={top}
      label={trendSentence(trend, absoluteDate)}
      width={WIDTH}
      caption={
        <figcaption aria-hidden="true" className="mt-2 flex justify-between text-muted text-xs">
          <span>{absoluteDate(trend[0]?.day ?? 0)}</span>
          <span>{absoluteDate(trend.at(-1)?.day ?? 0)}</span>
        </figcaption>
      }
    >
      <polygon points={`0,${CHART_HEIGHT} ${spots.join(' ')} ${WIDTH},${CHART_HEIGHT}`} className="fill-accent/12" />
      <polyline
        points={spots.join(' ')}
        className="fill-none stroke-2 stroke-accent"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </ChartFrame>
  )
}

function TrendTable({ trend }: { trend: readonly TrendPoint[] }) {
  return (
    <Table label="Keys found a day">
      <TableHead>
        <ColumnHeader>Day (UTC)</ColumnHeader>
        <ColumnHeader align="end">Keys</ColumnHeader>
      </TableHead>
      <TableBody>
        {[...trend].reverse().map(({ day, keys }) => (
          <Row key={day}>
            <Cell>{absoluteDate(day)}</Cell>
            <Cell align="end" className="figures">
              {keys.toLocaleString('en-US')}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
