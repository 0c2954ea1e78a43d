import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { Link } from './link.tsx'

export type Breadcrumb = { label: string; href: string }

export type PageHeaderProps = {
  title: ReactNode
  description?: ReactNode
  /** The way here, without the page itself. */
  breadcrumbs?: readonly Breadcrumb[] | undefined
  /** Beside the title: a status badge. */
  badge?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, description, breadcrumbs = [], badge, actions }: PageHeaderProps) {
  return (
    <header className="sm:mb-2">
      {breadcrumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className="-ml-1.5 mb-2">
          <ol className="flex flex-wrap items-center text-muted">
            {breadcrumbs.map(({ label, href }) => (
              <Fragment key={href}>
                <li>
                  <Link
                    href={href}
                    className="inline-flex h-7 items-center rounded-md px-1.5 hover:bg-hover hover:text-ink"
                  >
                    {label}
                  </Link>
                </li>
                <li aria-hidden="true" className="last:hidden">
                  <ChevronRight className="size-3.5 text-faint" />
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="min-w-0 break-words font-semibold text-2xl">{title}</h1>
            {badge}
          </div>
          {description && <div className="mt-1 max-w-2xl text-muted">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  )
}
