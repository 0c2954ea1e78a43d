import { classNames } from '#components/ui/class-names'
import { absoluteTime } from '#lib/time'
import { type KeyTrafficView, rangeLabels, type TrafficBar } from '#lib/traffic/views'
import { CHART_HEIGHT, ChartFrame } from './chart-frame.tsx'
import { niceCeiling } from './scale.ts'
import { barWords, sumsOf, trafficSentence } from './traffic-words.ts'

const BAR = 10
const GAP = 2

/** Bars of calls let through, with those refused on top of them. */
export function TrafficChart({ view: { range, bars } }: { view: KeyTrafficView }) {
  const sums = sumsOf(bars)
  const top = niceCeiling(Math.max(0, ...bars.map((bar) => bar.allowed + bar.refused)))
  return (
    <ChartFrame
      top={top}
      label={trafficSentence(sums, range)}
      width={bars.length * BAR}
      caption={
        <figcaption className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted text-xs">
          <span aria-hidden="true">{rangeLabels[range]} ago</span>
          <span className="flex flex-wrap justify-center gap-x-4 gap-y-1">
            <LegendItem name="Let through" count={sums.allowed} swatch="bg-accent" />
            <LegendItem name="Refused" count={sums.refused} swatch="bg-danger-solid" />
          </span>
          <span aria-hidden="true">Now</span>
        </figcaption>
      }
    >
      {bars.map((bar, place) => (
        <Bar key={bar.at.getTime()} bar={bar} place={place} top={top} />
      ))}
    </ChartFrame>
  )
}

function Bar({ bar, place, top }: { bar: TrafficBar; place: number; top: number }) {
  const x = place * BAR
  const heightOf = (count: number) => (count / top) * CHART_HEIGHT
  const allowed = visible(heightOf(bar.allowed))
  const refused = visible(heightOf(bar.refused))
  const shape = { x: x + GAP / 2, width: BAR - GAP }
  return (
    <g className="group/bar">
      <title>{barWords(bar, absoluteTime(bar.at))}</title>
      <rect x={x} y={0} width={BAR} height={CHART_HEIGHT} className="fill-transparent group-hover/bar:fill-hover" />
      <rect {...shape} y={CHART_HEIGHT - allowed} height={allowed} className="fill-accent" />
      <rect {...shape} y={CHART_HEIGHT - allowed - refused} height={refused} className="fill-danger-solid" />
    </g>
  )
}

/** One refused call beside a million others must be seen. */
function visible(height: number): number {
  return height === 0 ? 0 : Math.max(height, 1.5)
}

function LegendItem({ name, count, swatch }: { name: string; count: number; swatch: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden="true" className={classNames('size-2.5 rounded-xs', swatch)} />
      {name} <span className="figures font-medium text-ink">{count.toLocaleString('en-US')}</span>
    </span>
  )
}
