import type { TrendPoint } from '#lib/findings/views'
import { absoluteDate } from '#lib/time'
import { spotsOf, trendSentence } from './trend-words.ts'

const WIDTH = 96
const HEIGHT = 24
const EDGE = 2

/** A rule's last weeks in the space of a word. */
export function TrendLine({ trend }: { trend: readonly TrendPoint[] }) {
  if (trend.length < 2) return <span className="text-muted text-xs">From tomorrow on</span>
  const top = Math.max(1, ...trend.map(({ keys }) => keys))
  const spots = spotsOf(trend, top).map(({ x, y }) => `${x * WIDTH},${EDGE + y * (HEIGHT - 2 * EDGE)}`)
  return (
    <svg
      role="img"
      aria-label={trendSentence(trend, absoluteDate)}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-6 w-24"
    >
      <polygon points={`0,${HEIGHT} ${spots.join(' ')} ${WIDTH},${HEIGHT}`} className="fill-accent-wash" />
      <polyline
        points={spots.join(' ')}
        className="fill-none stroke-[1.5] stroke-accent"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  )
}
