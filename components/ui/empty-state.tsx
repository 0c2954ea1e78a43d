import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'

export type EmptyStateProps = {
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
  actions?: ReactNode
  /** Something to try at once: a command to copy. */
  children?: ReactNode
  className?: string | undefined
}

export function EmptyState({ title, description, icon, actions, children, className }: EmptyStateProps) {
  return (
    <div className={classNames('flex flex-col items-center px-5 py-12 text-center sm:py-16', className)}>
      {icon && (
        <div
          aria-hidden="true"
          className="mb-4 grid size-12 place-items-center rounded-xl border border-accent-line bg-accent-wash text-accent-ink [&_svg]:size-5.5"
        >
          {icon}
        </div>
      )}
      <h2 className="font-semibold text-lg">{title}</h2>
      {description && <p className="mt-1 max-w-md text-muted">{description}</p>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
      {children && <div className="mt-8 w-full max-w-xl text-left">{children}</div>}
    </div>
  )
}
