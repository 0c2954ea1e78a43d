'use client'

import { Bell, KeyRound, ListChecks, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classNames } from '#components/ui/class-names'
import { paths } from '#lib/paths'
import { UnreadCount } from './unread-count.tsx'

const items = [
  { href: paths.apiKeys(), label: 'API Keys', Icon: KeyRound },
  { href: paths.namedLists(), label: 'Named lists', Icon: ListChecks },
  { href: paths.alerts(), label: 'Alerts', Icon: Bell },
  { href: paths.profile(), label: 'Profile', Icon: UserRound },
]

export type NavigationProps = {
  unreadAlerts: number
  /** The phone's sheet closes when a link is followed. */
  onNavigate?: () => void
}

export function Navigation({ unreadAlerts, onNavigate = nothing }: NavigationProps) {
  const pathname = usePathname()
  return (
    <nav aria-label="Settings">
      <p className="px-2.5 pb-1.5">
        <Link href={paths.settings()} onClick={onNavigate} className="font-medium text-muted text-xs hover:text-ink">
          Settings
        </Link>
      </p>
      <ul className="flex flex-col gap-0.5">
        {items.map(({ href, label, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              onClick={onNavigate}
              aria-current={pathname === href ? 'page' : isBelow(pathname, href) ? 'true' : undefined}
              className={linkStyle}
            >
              <Icon aria-hidden="true" className="size-4.5" />
              {label}
              {href === paths.alerts() && <UnreadCount count={unreadAlerts} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const nothing = () => {}

const isBelow = (pathname: string, href: string) => pathname.startsWith(`${href}/`)

const linkStyle = classNames(
  'flex h-10 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink lg:h-9',
  'aria-[current]:bg-surface aria-[current]:text-ink aria-[current]:shadow-control aria-[current]:ring-1 aria-[current]:ring-line',
  '[&[aria-current]_svg]:text-accent-ink',
)
