import { classNames } from '#components/ui/class-names'
import type { Method } from '#lib/openapi/document'

const colours = {
  get: 'bg-info-wash text-info-ink ring-info-line',
  post: 'bg-success-wash text-success-ink ring-success-line',
  put: 'bg-warning-wash text-warning-ink ring-warning-line',
  patch: 'bg-warning-wash text-warning-ink ring-warning-line',
  delete: 'bg-danger-wash text-danger-ink ring-danger-line',
  head: 'bg-sunken text-muted ring-line-strong',
  options: 'bg-sunken text-muted ring-line-strong',
  trace: 'bg-sunken text-muted ring-line-strong',
} satisfies Record<Method, string>

const short: Partial<Record<Method, string>> = { delete: 'DEL', options: 'OPT' }

type MethodBadgeProps = { method: Method; size?: 'small' | 'medium' | undefined }

/** Small ones stand under each other in the navigation, so they are all as wide. */
export function MethodBadge({ method, size = 'medium' }: MethodBadgeProps) {
  const isSmall = size === 'small'
  return (
    <span
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md font-mono font-semibold ring-1 ring-inset',
        isSmall ? 'h-4.5 w-11 text-[0.625rem]' : 'h-6 px-2 text-xs',
        colours[method],
      )}
    >
      {isSmall && short[method] !== undefined ? (
        <>
          <span aria-hidden="true">{short[method]}</span>
          <span className="spoken">{method.toUpperCase()}</span>
        </>
      ) : (
        method.toUpperCase()
      )}
    </span>
  )
}
