'use client'

import { CircleCheck, CirclePause, TriangleAlert } from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { AllowlistItem } from '#lib/ip/allowlist'
import type { EntryWarning } from './entry-warnings.ts'
import { entryWords } from './entry-words.tsx'
import { Problem } from './problem.tsx'
import { ShowButton } from './show-button.tsx'
import { StandingBadge } from './standing-badge.tsx'
import { Warnings } from './warnings.tsx'

export type ReadingRowProps = {
  item: AllowlistItem
  place: number
  warnings: readonly EntryWarning[]
  /** Why it admits nobody, when it is kept all the same. */
  resting: RestingEntries[string] | null
  /** The caret is in this entry. */
  active: boolean
  unfinished: boolean
}

/** How one entry is understood, or why it is not. Its frame (a list item) is the list's. */
export function ReadingRow({ item, place, warnings, resting, active, unfinished }: ReadingRowProps) {
  return (
    <div
      className={classNames(
        'flex items-start gap-2.5 border-line border-b px-3.5 py-2 shadow-[inset_2px_0_0_0_transparent] transition-[background-color,box-shadow]',
        active && 'bg-hover/60 shadow-[inset_2px_0_0_0_var(--accent)]',
      )}
    >
      {item.parsed.ok ? (
        <ReadEntry item={item} place={place} warnings={warnings} resting={resting} />
      ) : (
        <Problem item={item} refused={item.parsed} unfinished={unfinished} />
      )}
    </div>
  )
}

type ReadEntryProps = Pick<ReadingRowProps, 'item' | 'place' | 'warnings' | 'resting'>

function ReadEntry({ item, place, warnings, resting }: ReadEntryProps) {
  const words = entryWords(item)
  if (words === null) return null
  const warned = warnings.length > 0
  const { Icon, ink } = resting !== null ? looks.resting : warned ? looks.warned : looks.fine
  return (
    <>
      <Icon aria-hidden="true" className={classNames('mt-0.75 size-4 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span
            className={classNames(
              'address wrap-anywhere font-semibold',
              resting === null ? 'text-ink' : 'text-muted line-through',
            )}
          >
            {words.canonical}
          </span>
          {resting !== null && <StandingBadge standing={resting} />}
          {item.note !== null && <span className="wrap-anywhere min-w-0 text-ink">{item.note}</span>}
          <span className="figures text-muted @max-md:basis-full @md:ml-auto">{words.count}</span>
        </p>
        {words.range !== null && <p className="address wrap-anywhere text-muted">{words.range}</p>}
        {(resting === null ? words.remarks : []).map((remark) => (
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

const looks = {
  fine: { Icon: CircleCheck, ink: 'text-success-ink' },
  warned: { Icon: TriangleAlert, ink: 'text-warning-ink' },
  resting: { Icon: CirclePause, ink: 'text-faint' },
} as const
