import { BookOpen } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '#lib/paths'
import { Initials } from './initials.tsx'
import { Wordmark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { contentId, SkipLink } from './skip-link.tsx'
import { type ShellUser, type SignOut, UserMenu } from './user-menu.tsx'

export type AppShellProps = {
  user: ShellUser
  workspaceName: string
  unreadAlerts: number
  signOut: SignOut
  children: ReactNode
}

export function AppShell({ user, workspaceName, unreadAlerts, signOut, children }: AppShellProps) {
  const account = (
    <>
      <Link
        href={paths.apiReference()}
        prefetch={false}
        className="mb-1 flex h-10 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink lg:h-9"
      >
        <BookOpen aria-hidden="true" className="size-4.5" />
        API reference
      </Link>
      <UserMenu user={user} signOut={signOut} />
    </>
  )
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <SkipLink />
      <PhoneBar workspaceName={workspaceName} unreadAlerts={unreadAlerts} account={account} />
      <header className="sticky top-0 hidden h-dvh flex-col border-line border-r bg-sidebar p-3 lg:flex">
        <Link
          href={paths.apiKeys()}
          aria-label="Gatelist"
          className="mb-5 inline-flex h-11 items-center rounded-lg px-2.5"
        >
          <Wordmark />
        </Link>
        <div className="mb-6 flex items-center gap-2.5 px-2.5">
          <Initials name={workspaceName} square />
          <p className="min-w-0">
            <span className="block text-faint text-xs">Workspace</span>
            <span className="block truncate font-medium">{workspaceName}</span>
          </p>
        </div>
        <Navigation unreadAlerts={unreadAlerts} />
        <div className="mt-auto border-line border-t pt-2">{account}</div>
      </header>
      <main id={contentId} tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto w-full max-w-6xl px-4 pt-6 pb-16 sm:px-8 sm:pt-10">{children}</div>
      </main>
    </div>
  )
}
