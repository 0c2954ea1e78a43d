import { BookOpen, Braces } from 'lucide-react'
import type { ReactNode } from 'react'
import { Wordmark } from '#components/shell/mark'
import { ThemeButton } from '#components/shell/theme-choice'
import { Link } from '#components/ui/link'
import { paths } from '#lib/paths'
import { type SectionLink, SectionLinks } from './section-links.tsx'
import { SectionsDisclosure } from './sections-disclosure.tsx'

type ReferenceBarProps = { sections: readonly SectionLink[]; search: ReactNode }

/** At the side where there is room. On a phone above: its first row scrolls away, the second stays. */
export function ReferenceBar({ sections, search }: ReferenceBarProps) {
  return (
    <header className="sticky -top-12 z-30 flex flex-col border-line border-b bg-sidebar/95 backdrop-blur-md lg:top-0 lg:h-dvh lg:border-r lg:border-b-0 lg:bg-sidebar lg:pt-3 lg:backdrop-blur-none">
      <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4 lg:mb-2 lg:h-11 lg:pl-5.5">
        <Link
          href={paths.docs()}
          aria-label="Gatelist documentation"
          className="inline-flex h-11 items-center gap-2 rounded-lg"
        >
          <Wordmark />
          <span className="font-medium text-muted">API</span>
        </Link>
        <ThemeButton />
      </div>
      <div className="flex items-center gap-2 px-4 pb-2.5 lg:px-3 lg:pb-3">
        <SectionsDisclosure sections={sections} />
        {search}
      </div>
      <div className="hidden min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 py-2 lg:block">
        <SectionLinks sections={sections} />
      </div>
      <ul className="hidden border-line border-t p-3 lg:block">
        <li>
          <a href={paths.openApiDocument()} className={footLink}>
            <Braces aria-hidden="true" className="size-4" />
            OpenAPI document
          </a>
        </li>
        <li>
          <Link href={paths.docs()} prefetch={false} className={footLink}>
            <BookOpen aria-hidden="true" className="size-4" />
            Documentation
          </Link>
        </li>
      </ul>
    </header>
  )
}

const footLink =
  'flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink'
