import { X } from 'lucide-react'
import { Link } from '#components/ui/link'
import { filterText } from '#lib/exports/words'
import { paths } from '#lib/paths'

export type FilterChipsProps = { kind: string; filter: Readonly<Record<string, string>> }

/** What restricts the export, each with a way to leave it out. */
export function FilterChips({ kind, filter }: FilterChipsProps) {
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2">
      {Object.entries(filter).map(([name, value]) => (
        <li key={name}>
          <Link
            href={paths.staffExports({ kind, ...filter, [name]: undefined })}
            aria-label={`Leave out: ${filterText(name, value)}`}
            className="flex min-h-8 items-center gap-1.5 rounded-full border border-line-strong bg-surface px-3 hover:bg-hover"
          >
            <span className="min-w-0 break-all">{filterText(name, value)}</span>
            <X aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
