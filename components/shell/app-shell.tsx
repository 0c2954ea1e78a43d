import { Bell, BookOpen, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '#lib/paths'
import { AccountLink } from './account-link.tsx'
import { Initials } from './initials.tsx'
import { Navigation } from './navigation.tsx'
import { ShellFrame } from './shell-frame.tsx'
import { UnreadCount } from './unread-count.tsx'
import { type ShellUser, type SignOut, UserMenu } from './user-menu.tsx'

export type AppShellProps = {
  user: ShellUser
  workspaceName: string
  unreadAlerts: number
  /** Leads staff to the pages of their own. */
  isStaff: boolean
  signOut: SignOut
  children: ReactNode
}

export function AppShell({ user, workspaceName, unreadAlerts, isStaff, signOut, children }: AppShellProps) {
  const account = (
    <>
      {isStaff && (
        <AccountLink href={paths.staff()} icon={<ShieldCheck />}>
          Staff
        </AccountLink>
      )}
      <AccountLink href={paths.apiReference()} icon={<BookOpen />}>
        API reference
      </AccountLink>
      <UserMenu user={user} signOut={signOut} />
    </>
  )
  return (
    <ShellFrame
      homePath={paths.apiKeys()}
      title={workspaceName}
      heading={<WorkspaceHeading name={workspaceName} />}
      navigation={<Navigation unreadAlerts={unreadAlerts} />}
      account={account}
      notice={unreadAlerts > 0 && <AlertsLink count={unreadAlerts} />}
    >
      {children}
    </ShellFrame>
  )
}

function WorkspaceHeading({ name }: { name: string }) {
  return (
    <>
      <Initials name={name} square />
      <p className="min-w-0">
        <span className="block text-faint text-xs">Workspace</span>
        <span className="block truncate font-medium">{name}</span>
      </p>
    </>
  )
}

function AlertsLink({ count }: { count: number }) {
  return (
    <Link
      href={paths.alerts()}
      className="inline-flex h-11 items-center gap-1.5 rounded-lg px-2.5 text-muted transition-colors hover:bg-hover hover:text-ink"
    >
      <Bell aria-hidden="true" className="size-5" />
      <span className="spoken">Alerts: </span>
      <UnreadCount count={count} />
    </Link>
  )
}
