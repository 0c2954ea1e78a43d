'use client'

import {
  ClipboardCheck,
  Download,
  KeyRound,
  LayoutGrid,
  Radar,
  Route,
  ScrollText,
  Search,
  ShieldAlert,
  TerminalSquare,
  UsersRound,
} from 'lucide-react'
import { type NavItem, NavLinks } from '#components/shell/nav-links'
import { paths } from '#lib/paths'

const groups: readonly { title: string; items: readonly NavItem[] }[] = [
  {
    title: 'Look',
    items: [
      { href: paths.staffKeys(), label: 'Keys', Icon: KeyRound },
      { href: paths.staffLookup(), label: 'Look-up', Icon: Search },
      { href: paths.staffFindings(), label: 'Findings', Icon: Radar },
      { href: paths.staffMap(), label: 'Map', Icon: LayoutGrid },
      { href: paths.staffAudit(), label: 'Audit trail', Icon: ScrollText },
    ],
  },
  {
    title: 'Govern',
    items: [
      { href: paths.staffPolicies(), label: 'Policies', Icon: ShieldAlert },
      { href: paths.staffApprovals(), label: 'Requests', Icon: ClipboardCheck },
      { href: paths.staffExports(), label: 'Exports', Icon: Download },
    ],
  },
  {
    title: 'Access',
    items: [
      { href: paths.staffPeople(), label: 'People', Icon: UsersRound },
      { href: paths.staffTokens(), label: 'Tokens', Icon: TerminalSquare },
      { href: paths.staffProxy(), label: 'Proxy set-up', Icon: Route },
    ],
  },
]

export function StaffNavigation() {
  return (
    <nav aria-label="Staff" className="flex flex-col gap-4">
      {groups.map(({ title, items }) => (
        <div key={title}>
          <p className="px-2.5 pb-1.5 font-medium text-muted text-xs">{title}</p>
          <NavLinks items={items} />
        </div>
      ))}
    </nav>
  )
}
