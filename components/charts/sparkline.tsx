import type { Sparkline as Line } from '#lib/traffic/views'
import { callsWords } from './traffic-words.ts'

const HEIGHT = 20
const BAR = 3
const GAP = 1

/** A key's last 24 hours in the space of a word. Without a line: nobody called. */
export function Sparkline({ line }: { line: Line | null }) {
  if (line === null) return <span className="text-muted">None</span>
  const { allowed, refused } = line
  const totals = allowed.map((count, place) => count + (refused[place] ?? 0))
  const highest = Math.max(1, ...totals)
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max((count / highest) * HEIGHT, 1.5))
  return (
    <span className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={`${callsWords(sum(allowed))} let through and ${sum(refused).toLocaleString('en-US')} refused in the last 24 hours`}
        viewBox={`0 0 ${totals.length * BAR} ${HEIGHT}`}
        className="h-5 w-18"
      >
        {/* biome-ignore-start lint/suspicious/noArrayIndexKey: an hour is its place */}
        {totals.map((_, place) => {
          const passed = heightOf(allowed[place] ?? 0)
          const stopped = heightOf(refused[place] ?? 0)
          const shape = { x: place * BAR, width: BAR - GAP }
          return (
            <g key={place}>
              <rect {...shape} y={HEIGHT - 1} height={1} className="fill-line-strong" />
              <rect {...shape} y={HEIGHT - passed} height={passed} className="fill-accent" />
              <rect {...shape} y={HEIGHT - passed - stopped} height={stopped} className="fill-danger-solid" />
            </g>
          )
        })}
        {/* biome-ignore-end lint/suspicious/noArrayIndexKey: an hour is its place */}
      </svg>
      <span aria-hidden="true" className="figures text-muted text-xs">
        {compact.format(sum(totals))}
      </span>
    </span>
  )
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
