import { ArrowLeft, Braces } from 'lucide-react'
import type { ReactNode } from 'react'
import { Wordmark } from '#components/shell/mark'
import { contentId, SkipLink } from '#components/shell/skip-link'
import { ThemeButton } from '#components/shell/theme-choice'
import { Link } from '#components/ui/link'
import type { ContentsSection } from '#lib/documents/contents'
import { paths } from '#lib/paths'
import { DocsDisclosure } from './docs-disclosure.tsx'
import { DocsLinks } from './docs-links.tsx'
import { DocsSearch } from './docs-search.tsx'

export type DocsShellProps = { sections: readonly ContentsSection[]; children: ReactNode }

/** The contents at the side; on a phone above, where its first row scrolls away and the second stays. */
export function DocsShell({ sections, children }: DocsShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[18rem_minmax(0,1fr)]">
      <SkipLink />
      <header className="sticky -top-12 z-30 flex flex-col border-line border-b bg-sidebar/95 backdrop-blur-md lg:top-0 lg:h-dvh lg:border-r lg:border-b-0 lg:bg-sidebar lg:pt-3 lg:backdrop-blur-none">
        <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4 lg:mb-2 lg:h-11 lg:pl-5.5">
          <Link href={paths.docs()} aria-label="Gatelist documentation" className={homeStyle}>
            <Wordmark />
            <span className="font-medium text-muted">Docs</span>
          </Link>
          <ThemeButton />
        </div>
        <div className="flex items-center gap-2 px-4 pb-2.5 lg:px-3 lg:pb-3">
          <DocsDisclosure sections={sections} />
          <DocsSearch />
        </div>
        <div className="hidden min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 py-2 lg:block">
          <DocsLinks sections={sections} />
        </div>
        <ul className="hidden border-line border-t p-3 lg:block">
          <li>
            <Link href={paths.apiReference()} prefetch={false} className={footLink}>
              <Braces aria-hidden="true" className="size-4" />
              API reference
            </Link>
          </li>
          <li>
            <Link href={paths.home()} prefetch={false} className={footLink}>
              <ArrowLeft aria-hidden="true" className="size-4" />
              Dashboard
            </Link>
          </li>
        </ul>
      </header>
      <main id={contentId} tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
    </div>
  )
}

const homeStyle = 'inline-flex h-11 items-center gap-2 rounded-lg'
const footLink =
  'flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink'
