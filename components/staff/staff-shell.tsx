import { ArrowLeft, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { AccountLink } from '#components/shell/account-link'
import { ShellFrame } from '#components/shell/shell-frame'
import { type ShellUser, type SignOut, UserMenu } from '#components/shell/user-menu'
import { paths } from '#lib/paths'
import { staffRoleWords } from '#lib/staff/rules'
import { StaffNavigation } from './staff-navigation.tsx'

export type StaffShellProps = {
  user: ShellUser
  role: keyof typeof staffRoleWords
  signOut: SignOut
  children: ReactNode
}

/** Looks like the dashboard and says that it is not: here every workspace is in sight. */
export function StaffShell({ user, role, signOut, children }: StaffShellProps) {
  const account = (
    <>
      <AccountLink href={paths.apiKeys()} icon={<ArrowLeft />}>
        Your workspace
      </AccountLink>
      <UserMenu user={user} signOut={signOut} />
    </>
  )
  return (
    <ShellFrame
      homePath={paths.staffKeys()}
      title="Staff"
      heading={<StaffHeading role={role} />}
      navigation={<StaffNavigation />}
      account={account}
    >
      {children}
    </ShellFrame>
  )
}

function StaffHeading({ role }: Pick<StaffShellProps, 'role'>) {
  return (
    <>
      <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent-ink">
        <ShieldCheck aria-hidden="true" className="size-4.5" />
      </span>
      <p className="min-w-0">
        <span className="block truncate font-medium">Every workspace</span>
        <span className="block text-faint text-xs">{staffRoleWords[role].short}</span>
      </p>
    </>
  )
}
