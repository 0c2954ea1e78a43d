import { classNames } from './class-names.tsx'
import { Link } from './link.tsx'

export type Tab = {
  label: string
  href: string
  current: boolean
  /** How many things are there. */
  count?: number | undefined
}

export type TabsProps = {
  /** Names the bar for those who do not see it. */
  label: string
  tabs: readonly Tab[]
  className?: string | undefined
}

/** Pages beside each other. Each has an address of its own, so these are links, and the bar is a navigation. */
export function Tabs({ label, tabs, className }: TabsProps) {
  return (
    <nav aria-label={label} className={classNames('relative', className)}>
      <div aria-hidden="true" className="absolute inset-x-0 bottom-0 h-px bg-line" />
      {/* Wider than a phone, the bar scrolls; the focus ring keeps its room inside. */}
      <ul className="relative -mx-1 flex gap-5 overflow-x-auto px-1 sm:gap-6">
        {tabs.map(({ label: name, href, current, count }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href}
              aria-current={current ? 'page' : undefined}
              className={classNames(
                'flex h-11 items-center whitespace-nowrap border-transparent border-b-2 font-medium text-muted transition-colors -outline-offset-2 sm:h-10',
                'hover:border-line-strong hover:text-ink',
                'aria-[current]:border-accent aria-[current]:text-ink',
              )}
            >
              {name}
              {count !== undefined && (
                <span className="figures ml-1.5 rounded-full bg-hover px-1.5 text-muted text-xs">
                  {count.toLocaleString('en-US')}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
