import { classNames } from '#components/ui/class-names'
import type { DocumentPart } from '#lib/documents/page'

/** The headings of a page, beside it where there is room. */
export function PageContents({ parts }: { parts: readonly DocumentPart[] }) {
  const headings = parts.filter(({ depth }) => depth === 2 || depth === 3)
  if (headings.length < 2) return null
  return (
    <nav aria-label="On this page" className="hidden xl:block">
      <div className="sticky top-10 max-h-[calc(100dvh-5rem)] overflow-y-auto pb-4">
        <p className="mb-2 font-semibold text-xs">On this page</p>
        <ul className="flex flex-col gap-0.5 border-line border-l">
          {headings.map(({ depth, heading, anchor }) => (
            <li key={anchor}>
              <a
                href={`#${anchor}`}
                className={classNames(
                  '-ml-px block border-transparent border-l py-1 pl-4 text-muted leading-5 transition-colors hover:border-accent hover:text-ink',
                  depth === 3 && 'pl-7 text-xs',
                )}
              >
                {heading}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  )
}
