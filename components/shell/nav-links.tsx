'use client'

import type { LucideIcon } from 'lucide-react'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'

export type NavItem = { href: string; label: string; Icon: LucideIcon; badge?: ReactNode }

/** The links of a sidebar; the one that the page belongs to is marked. */
export function NavLinks({ items }: { items: readonly NavItem[] }) {
  const pathname = usePathname()
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map(({ href, label, Icon, badge }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={pathname === href ? 'page' : isBelow(pathname, href) ? 'true' : undefined}
            className={linkStyle}
          >
            <Icon aria-hidden="true" className="size-4.5" />
            {label}
            {badge}
          </Link>
        </li>
      ))}
    </ul>
  )
}

const isBelow = (pathname: string, href: string) => pathname.startsWith(`${href}/`)

const linkStyle = classNames(
  'flex h-10 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink lg:h-9',
  'aria-[current]:bg-surface aria-[current]:text-ink aria-[current]:shadow-control aria-[current]:ring-1 aria-[current]:ring-line',
  '[&[aria-current]_svg]:text-accent-ink',
)
