import type { ReactNode } from 'react'
import { Link } from '#components/ui/link'
import { Wordmark } from './mark.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { contentId, SkipLink } from './skip-link.tsx'

export type ShellFrameProps = {
  /** Where the mark leads. */
  homePath: string
  /** Heads the navigation on a phone. */
  title: string
  /** Heads the sidebar, beneath the mark. */
  heading: ReactNode
  navigation: ReactNode
  account: ReactNode
  /** In the phone's bar, beside the menu. */
  notice?: ReactNode
  children: ReactNode
}

/** Sidebar or phone bar, and the page beside it. */
export function ShellFrame({ homePath, title, heading, navigation, account, notice, children }: ShellFrameProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <SkipLink />
      <PhoneBar home={<Home href={homePath} />} {...{ notice, title, navigation, account }} />
      <header className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-line border-r bg-sidebar p-3 lg:flex">
        <Home href={homePath} className="mb-5 shrink-0 px-2.5" />
        <div className="mb-6 flex shrink-0 items-center gap-2.5 px-2.5">{heading}</div>
        {navigation}
        <div className="mt-auto border-line border-t pt-2">{account}</div>
      </header>
      <main id={contentId} tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto w-full max-w-6xl px-4 pt-6 pb-16 sm:px-8 sm:pt-10">{children}</div>
      </main>
    </div>
  )
}

function Home({ href, className = '' }: { href: string; className?: string }) {
  return (
    <Link href={href} aria-label="Gatelist" className={`inline-flex h-11 items-center rounded-lg ${className}`}>
      <Wordmark />
    </Link>
  )
}
