'use client'

import { CircleCheck, TriangleAlert } from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { AllowlistItem } from '#lib/ip/allowlist'
import type { EntryWarning } from './entry-warnings.ts'
import { entryWords } from './entry-words.ts'
import { Problem } from './problem.tsx'
import { ShowButton } from './show-button.tsx'
import { Warnings } from './warnings.tsx'

export type ReadingRowProps = {
  item: AllowlistItem
  place: number
  warnings: readonly EntryWarning[]
  /** The caret is in this entry. */
  active: boolean
  unfinished: boolean
}

/** How one entry is understood, or why it is not. Its frame (a list item) is the list's. */
export function ReadingRow({ item, place, warnings, active, unfinished }: ReadingRowProps) {
  return (
    <div
      className={classNames(
        'flex items-start gap-2.5 border-line border-b px-3.5 py-2 shadow-[inset_2px_0_0_0_transparent] transition-[background-color,box-shadow]',
        active && 'bg-hover/60 shadow-[inset_2px_0_0_0_var(--accent)]',
      )}
    >
      {item.parsed.ok ? (
        <ReadEntry item={item} place={place} warnings={warnings} />
      ) : (
        <Problem item={item} refused={item.parsed} unfinished={unfinished} />
      )}
    </div>
  )
}

type ReadEntryProps = { item: AllowlistItem; place: number; warnings: readonly EntryWarning[] }

function ReadEntry({ item, place, warnings }: ReadEntryProps) {
  const words = entryWords(item)
  if (words === null) return null
  const warned = warnings.length > 0
  const Icon = warned ? TriangleAlert : CircleCheck
  return (
    <>
      <Icon
        aria-hidden="true"
        className={classNames('mt-0.75 size-4 shrink-0', warned ? 'text-warning-ink' : 'text-success-ink')}
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="address wrap-anywhere font-semibold text-ink">{words.canonical}</span>
          {item.note !== null && <span className="wrap-anywhere min-w-0 text-ink">{item.note}</span>}
          <span className="figures text-muted @max-md:basis-full @md:ml-auto">{words.count}</span>
        </p>
        {words.range !== null && <p className="address wrap-anywhere text-muted">{words.range}</p>}
        {words.remarks.map((remark) => (
          <p key={remark} className="wrap-anywhere text-info-ink">
            {remark}
          </p>
        ))}
        {warned && <Warnings item={item} place={place} warnings={warnings} />}
      </div>
      <ShowButton item={item} />
    </>
  )
}
