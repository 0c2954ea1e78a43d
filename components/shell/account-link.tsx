import type { ReactNode } from 'react'
import { Link } from '#components/ui/link'

export type AccountLinkProps = { href: string; icon: ReactNode; children: ReactNode }

/** A way out of the part of the product that the sidebar is about. */
export function AccountLink({ href, icon, children }: AccountLinkProps) {
  return (
    <Link
      href={href}
      className="mb-1 flex h-10 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink lg:h-9 [&_svg]:size-4.5"
    >
      <span aria-hidden="true">{icon}</span>
      {children}
    </Link>
  )
}
