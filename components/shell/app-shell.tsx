import { Bell, BookOpen, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '#components/ui/link'
import { paths } from '#lib/paths'
import { AccountLink } from './account-link.tsx'
import { Initials } from './initials.tsx'
import { Navigation } from './navigation.tsx'
import { ShellFrame } from './shell-frame.tsx'
import { UnreadCount } from './unread-count.tsx'
import { type ShellUser, type SignOut, UserMenu } from './user-menu.tsx'
import type { OwnWorkspace, SwitchWorkspace } from './workspace-choice.tsx'
import { WorkspaceWatch } from './workspace-watch.tsx'

export type AppShellProps = {
  user: ShellUser
  workspace: OwnWorkspace
  /** Of this person's; to change to another. */
  workspaces: readonly OwnWorkspace[]
  switchWorkspace: SwitchWorkspace
  unreadAlerts: number
  seesActivity: boolean
  /** Leads staff to the pages of their own. */
  isStaff: boolean
  signOut: SignOut
  children: ReactNode
}

export function AppShell({ user, workspace, unreadAlerts, seesActivity, isStaff, children, ...rest }: AppShellProps) {
  const { workspaces, switchWorkspace, signOut } = rest
  const account = (
    <>
      {isStaff && (
        <AccountLink href={paths.staff()} icon={<ShieldCheck />}>
          Staff
        </AccountLink>
      )}
      <AccountLink href={paths.docs()} icon={<BookOpen />}>
        Documentation
      </AccountLink>
      <UserMenu user={user} signOut={signOut} workspaces={{ current: workspace, all: workspaces, switchWorkspace }} />
    </>
  )
  return (
    <ShellFrame
      homePath={paths.apiKeys()}
      title={workspace.name}
      heading={<WorkspaceHeading name={workspace.name} />}
      navigation={<Navigation unreadAlerts={unreadAlerts} seesActivity={seesActivity} />}
      account={account}
      notice={unreadAlerts > 0 && <AlertsLink count={unreadAlerts} />}
    >
      <WorkspaceWatch workspaceId={workspace.id} />
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
