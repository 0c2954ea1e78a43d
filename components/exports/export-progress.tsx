'use client'

import { Button } from '#components/ui/button'
import { rowsText } from '#lib/exports/words'
import type { ExportState } from './use-export.ts'

export type ExportProgressProps = {
  state: Extract<ExportState, { progress: unknown }>
  onCancel: () => void
  onGoOn: () => void
}

/** How far an export has come, in a bar and in words. */
export function ExportProgress({ state, onCancel, onGoOn }: ExportProgressProps) {
  const { phase, progress } = state
  const percent = phase === 'complete' ? 100 : percentOf(progress)
  return (
    <div className="flex flex-col gap-2">
      <div
        role="progressbar"
        aria-label="Export"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { 'aria-valuenow': Math.floor(percent) })}
        aria-valuetext={wordsOf(state)}
        className="h-2 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-200 motion-reduce:transition-none"
          style={{ width: `${percent ?? 8}%` }}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="figures text-muted">{wordsOf(state)}</p>
        {phase !== 'complete' && (
          <div className="flex gap-2">
            {phase === 'broken' && (
              <Button variant="primary" size="small" onClick={onGoOn}>
                Go on
              </Button>
            )}
            <Button size="small" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function percentOf({ rows, total, isExact }: ExportProgressProps['state']['progress']): number | null {
  if (total === null || total === 0) return null
  // An estimate may be too low: the end is said when it has come.
  return Math.min(isExact ? 100 : 99, (rows / total) * 100)
}

function wordsOf({ phase, progress, rowsPerSecond }: ExportProgressProps['state']): string {
  const { rows, bytes, total, isExact } = progress
  const size = `${(bytes / 1_000_000).toFixed(1)} MB`
  if (phase === 'complete') return `Done: ${rowsText(rows)}, ${size}`
  const of =
    total === null ? rowsText(rows) : `${rows.toLocaleString('en-US')} of ${isExact ? '' : 'about '}${rowsText(total)}`
  if (phase === 'broken') return `The connection broke after ${of}. Nothing is lost: go on where it stopped.`
  return `${of}, ${size}, ${Math.round(rowsPerSecond).toLocaleString('en-US')} rows/s`
}
