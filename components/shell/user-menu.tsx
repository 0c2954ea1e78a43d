'use client'

import { ChevronsUpDown, LogOut, UserRound } from 'lucide-react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { leaveFor } from '#components/form/leave'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import { Initials } from './initials.tsx'
import { ThemeChoice } from './theme-choice.tsx'
import { WorkspaceChoice, type WorkspaceChoiceProps } from './workspace-choice.tsx'

export type SignOut = Action<undefined, { next: string }>
export type ShellUser = { name: string; email: string }

export type UserMenuProps = {
  user: ShellUser
  signOut: SignOut
  /** Left out where the pages are of no workspace. */
  workspaces?: WorkspaceChoiceProps
}

export function UserMenu({ user, signOut, workspaces }: UserMenuProps) {
  const leave = async () => {
    const result = await attempt(signOut, undefined)
    if (result.ok) return leaveFor(result.value.next)
    toast({ title: 'You are still signed in', description: result.message, tone: 'danger' })
  }
  return (
    <Menu align="start" side="top" className="w-60" trigger={<Trigger user={user} />}>
      <MenuLink href={paths.profile()} icon={<UserRound />}>
        Profile
      </MenuLink>
      {workspaces && workspaces.all.length > 1 && (
        <>
          <MenuSeparator />
          <WorkspaceChoice {...workspaces} />
        </>
      )}
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  )
}

function Trigger({ user, ...rest }: { user: ShellUser } & React.ComponentProps<'button'>) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={`Account menu of ${user.name}`}
      className="flex min-h-11 w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left transition-colors hover:bg-hover data-popup-open:bg-hover"
    >
      <Initials name={user.name} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{user.name}</span>
        <span className="block truncate text-muted text-xs">{user.email}</span>
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
    </button>
  )
}
