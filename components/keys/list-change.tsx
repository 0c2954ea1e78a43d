import { Minus, Pencil, Plus } from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { Lines, ListChange } from '#lib/allowlists/list-change'

const kinds = [
  { kind: 'removed', word: 'Removed', Icon: Minus, ink: 'text-danger-ink' },
  { kind: 'added', word: 'Added', Icon: Plus, ink: 'text-success-ink' },
  { kind: 'noted', word: 'New note', Icon: Pencil, ink: 'text-muted' },
] as const

/** The lines that went, came and were noted anew; each said in words too, not by colour alone. */
export function ListChangeLines({ change }: { change: ListChange }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {kinds.flatMap(({ kind, word, Icon, ink }) =>
        change[kind].shown.map((line) => (
          <li key={`${kind} ${line}`} className="flex items-start gap-2">
            <Icon aria-hidden="true" className={classNames('mt-1 size-3.5 shrink-0', ink)} />
            <span className="spoken">{word}: </span>
            <span
              className={classNames('address min-w-0 break-words', kind === 'removed' && 'text-muted line-through')}
            >
              {line}
            </span>
          </li>
        )),
      )}
      {kinds.map(({ kind, word }) => (
        <Unshown key={kind} lines={change[kind]} word={word} />
      ))}
    </ul>
  )
}

function Unshown({ lines, word }: { lines: Lines; word: string }) {
  const more = lines.total - lines.shown.length
  return more === 0 ? null : (
    <li className="figures pl-5.5 text-muted">
      {word}: {more.toLocaleString('en-US')} more
    </li>
  )
}

export function changedLines(change: ListChange): number {
  return change.added.total + change.removed.total + change.noted.total
}
