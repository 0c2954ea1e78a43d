'use client'

import { usePathname } from 'next/navigation'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import type { ContentsSection } from '#lib/documents/contents'
import { paths } from '#lib/paths'

type DocsLinksProps = { sections: readonly ContentsSection[]; onNavigate?: () => void }

/** All pages by section, the one that is being read marked. */
export function DocsLinks({ sections, onNavigate }: DocsLinksProps) {
  const pathname = usePathname()
  return (
    <nav aria-label="Documentation" className="flex flex-col gap-5">
      {sections.map(({ id, title, entries }) => (
        <div key={id}>
          <p className="px-2.5 py-1 font-semibold text-ink text-xs">{title}</p>
          <ul className="mt-0.5 flex flex-col gap-px">
            {entries.map((entry) => {
              const href = paths.docsPage(entry.path)
              return (
                <li key={entry.path}>
                  <Link
                    href={href}
                    prefetch={false}
                    {...(onNavigate && { onClick: onNavigate })}
                    aria-current={href === pathname ? 'page' : undefined}
                    className={linkStyle}
                  >
                    {entry.title}
                  </Link>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </nav>
  )
}

const linkStyle = classNames(
  'flex min-h-10 items-center rounded-lg px-2.5 py-1.5 text-muted transition-colors hover:bg-hover hover:text-ink lg:min-h-8.5',
  'aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-control aria-[current]:ring-1 aria-[current]:ring-line',
)
