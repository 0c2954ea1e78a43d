import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.tsx'

export type CalloutTone = 'info' | 'success' | 'warning' | 'danger'

const looks = {
  info: { Icon: Info, box: 'border-info-line bg-info-wash', ink: 'text-info-ink' },
  success: { Icon: CircleCheck, box: 'border-success-line bg-success-wash', ink: 'text-success-ink' },
  warning: { Icon: TriangleAlert, box: 'border-warning-line bg-warning-wash', ink: 'text-warning-ink' },
  danger: { Icon: CircleAlert, box: 'border-danger-line bg-danger-wash', ink: 'text-danger-ink' },
} satisfies Record<CalloutTone, unknown>

export type CalloutProps = Omit<ComponentProps<'div'>, 'title'> & {
  tone?: CalloutTone | undefined
  title?: ReactNode
  actions?: ReactNode
}

/** A notice in the flow of the page. Give `role="alert"` or `"status"` when it appears while someone looks. */
export function Callout({ tone = 'info', title, actions, children, className, ...rest }: CalloutProps) {
  const { Icon, box, ink } = looks[tone]
  return (
    <div {...rest} className={classNames('flex items-start gap-3 rounded-lg border px-3.5 py-3', box, className)}>
      <Icon aria-hidden="true" className={classNames('mt-0.5 size-4.5 shrink-0', ink)} />
      <div className="min-w-0 flex-1 break-words">
        {title && <p className={classNames('font-medium', ink)}>{title}</p>}
        {children && <div className="text-ink [&>*+*]:mt-2">{children}</div>}
        {actions && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
