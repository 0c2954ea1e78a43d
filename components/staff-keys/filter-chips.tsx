import { X } from 'lucide-react'
import { Link } from '#components/ui/link'
import { TextLink } from '#components/ui/text-link'
import { noKeyFilter } from '#lib/key-profiles/filters'
import type { KeyListState } from '#lib/key-profiles/list-query'
import type { FilterChip } from '#lib/key-profiles/words'
import { listAddress } from './list-address.ts'

/** What is filtered by, each with a way to take it off again. */
export function FilterChips({ state, chips }: { state: KeyListState; chips: readonly FilterChip[] }) {
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {chips.map(({ name, words }) => (
        <li key={name}>
          <Link
            href={listAddress(state, { filter: { [name]: noKeyFilter[name] } })}
            scroll={false}
            className="inline-flex h-7 max-w-80 items-center gap-1.5 rounded-full border border-accent-line bg-accent-wash pr-2 pl-3 text-accent-ink text-xs hover:border-accent"
          >
            <span className="truncate">{words}</span>
            <X aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="spoken">: take off</span>
          </Link>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <TextLink href={listAddress(state, { filter: noKeyFilter })} scroll={false} className="text-xs">
            Clear filters
          </TextLink>
        </li>
      )}
    </ul>
  )
}
