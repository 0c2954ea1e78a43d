'use client'

import { Bell, KeyRound, ListChecks, ScrollText, UserRound, UsersRound } from 'lucide-react'
import { Link } from '#components/ui/link'
import { paths } from '#lib/paths'
import { NavLinks } from './nav-links.tsx'
import { UnreadCount } from './unread-count.tsx'

export type NavigationProps = { unreadAlerts: number; seesActivity: boolean }

export function Navigation({ unreadAlerts, seesActivity }: NavigationProps) {
  const items = [
    { href: paths.apiKeys(), label: 'API Keys', Icon: KeyRound },
    { href: paths.namedLists(), label: 'Named lists', Icon: ListChecks },
    { href: paths.alerts(), label: 'Alerts', Icon: Bell, badge: <UnreadCount count={unreadAlerts} /> },
    { href: paths.members(), label: 'Members', Icon: UsersRound },
    ...(seesActivity ? [{ href: paths.activity(), label: 'Activity', Icon: ScrollText }] : []),
    { href: paths.profile(), label: 'Profile', Icon: UserRound },
  ]
  return (
    <nav aria-label="Settings">
      <p className="px-2.5 pb-1.5">
        <Link href={paths.settings()} className="font-medium text-muted text-xs hover:text-ink">
          Settings
        </Link>
      </p>
      <NavLinks items={items} />
    </nav>
  )
}
