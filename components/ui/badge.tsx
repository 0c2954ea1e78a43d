import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info'

const tones = {
  neutral: 'border-line-strong bg-sunken text-muted',
  accent: 'border-accent-line bg-accent-wash text-accent-ink',
  success: 'border-success-line bg-success-wash text-success-ink',
  warning: 'border-warning-line bg-warning-wash text-warning-ink',
  danger: 'border-danger-line bg-danger-wash text-danger-ink',
  info: 'border-info-line bg-info-wash text-info-ink',
} satisfies Record<Tone, string>

const dots = {
  neutral: 'bg-faint',
  accent: 'bg-accent',
  success: 'bg-success-solid',
  warning: 'bg-warning-solid',
  danger: 'bg-danger-solid',
  info: 'bg-info-solid',
} satisfies Record<Tone, string>

export type BadgeProps = {
  children: ReactNode
  tone?: Tone | undefined
  /** A coloured dot before the word, for states. The word itself always says it too. */
  dot?: boolean | undefined
  className?: string | undefined
}

export function Badge({ children, tone = 'neutral', dot = false, className }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-full border px-2 font-medium text-xs [&_svg]:size-3',
        tones[tone],
        className,
      )}
    >
      {dot && <span aria-hidden="true" className={classNames('size-1.5 rounded-full', dots[tone])} />}
      {children}
    </span>
  )
}
