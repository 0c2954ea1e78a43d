'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classNames } from './class-names.tsx'

export type TabsProps = {
  label: string
  /** `current` is for tabs that differ by their query; without it the path decides. */
  items: readonly { href: string; label: string; count?: number; current?: boolean }[]
}

/** Views that each have an address of their own: links, not the tab pattern. */
export function Tabs({ label, items }: TabsProps) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-line border-b">
      {items.map(({ href, label: name, count, current = pathname === href }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={current ? 'page' : undefined}
          className={classNames(
            'inline-flex h-10 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-muted transition-colors hover:text-ink focus-visible:-outline-offset-2',
            'aria-[current=page]:border-accent aria-[current=page]:text-ink',
          )}
        >
          {name}
          {count !== undefined && (
            <span className="figures rounded-full bg-hover px-1.5 text-muted text-xs">{count}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
