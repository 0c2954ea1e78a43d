import type { ReactNode } from 'react'

export const CHART_HEIGHT = 100

export type ChartFrameProps = {
  /** What the scale ends at. */
  top: number
  /** What the picture says, in words. */
  label: string
  /** Of the picture, in its own units; it is `CHART_HEIGHT` high. */
  width: number
  caption: ReactNode
  children: ReactNode
}

/** A scale from 0, its lines and a picture on them, which stretches to any width: what is read stands beside it, not in it. */
export function ChartFrame({ top, label, width, caption, children }: ChartFrameProps) {
  return (
    <figure>
      <div className="flex gap-2">
        <div
          aria-hidden="true"
          className="figures flex flex-col items-end justify-between text-faint text-xs leading-none"
        >
          <span>{top.toLocaleString('en-US')}</span>
          <span>{(top / 2).toLocaleString('en-US')}</span>
          <span>0</span>
        </div>
        <div className="relative min-w-0 flex-1">
          <div aria-hidden="true" className="absolute inset-0 flex flex-col justify-between">
            {['top', 'middle', 'bottom'].map((line) => (
              <span key={line} className="h-px bg-line" />
            ))}
          </div>
          <svg
            role="img"
            aria-label={label}
            viewBox={`0 0 ${width} ${CHART_HEIGHT}`}
            preserveAspectRatio="none"
            className="relative block h-36 w-full sm:h-44"
          >
            {children}
          </svg>
        </div>
      </div>
      {caption}
    </figure>
  )
}
