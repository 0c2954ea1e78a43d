import { classNames } from '#components/ui/class-names'

/** Three lines of a list come to a gate; one of them goes through. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      className={classNames('size-6', className)}
    >
      <path d="M2.5 5.5h7M2.5 18.5h7" opacity="0.55" />
      <path d="M2.5 12h19" />
      <path d="M15 2.5v5M15 16.5v5" />
    </svg>
  )
}

export function Wordmark({ className }: { className?: string | undefined }) {
  return (
    <span className={classNames('inline-flex items-center gap-2 font-semibold text-base tracking-tight', className)}>
      <Mark className="text-accent-ink" />
      Gatelist
    </span>
  )
}
