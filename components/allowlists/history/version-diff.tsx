import { Minus, Pencil, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import { Time } from '#components/ui/time'
import type { AddressesView, DiffView, EntryLine } from '#lib/allowlists/diff-view'
import { alteredWords } from './altered-words.ts'
import { EntryText } from './entry-text.tsx'
import { type ModeWords, wordsOfMode } from './mode-words.ts'

export type VersionDiffProps = { diff: DiffView; modeWords: ModeWords; now: Date }

/** What differs between two versions: entries, how the list is applied, named lists, and the addresses that come to that. */
export function VersionDiff({ diff, modeWords, now }: VersionDiffProps) {
  if (diff.isSame) return <p className="text-muted">Nothing differs but the order of the entries, if that.</p>
  const { added, removed, altered, accessMode, lists } = diff
  return (
    <div className="flex flex-col gap-3">
      {accessMode && (
        <p>
          Access: <s className="text-muted">{wordsOfMode(modeWords, accessMode.before)}</s> →{' '}
          {wordsOfMode(modeWords, accessMode.after)}
        </p>
      )}
      {added.total + removed.total + altered.total > 0 && (
        <ul className="flex flex-col gap-1">
          {removed.shown.map((entry) => (
            <DiffLine key={entry.text} kind="removed">
              <EntryText entry={entry} now={now} isGone />
            </DiffLine>
          ))}
          <More word="Removed" some={removed} />
          {added.shown.map((entry) => (
            <DiffLine key={entry.text} kind="added">
              <EntryText entry={entry} now={now} />
            </DiffLine>
          ))}
          <More word="Added" some={added} />
          {altered.shown.map(({ before, after }) => (
            <DiffLine key={after.text} kind="altered">
              <Altered before={before} after={after} />
            </DiffLine>
          ))}
          <More word="Changed" some={altered} />
        </ul>
      )}
      {lists && <ListsDiff lists={lists} />}
      <AddressesDiff gained={diff.gained} lost={diff.lost} />
    </div>
  )
}

const kinds = {
  removed: { word: 'Removed', Icon: Minus, ink: 'text-danger-ink' },
  added: { word: 'Added', Icon: Plus, ink: 'text-success-ink' },
  altered: { word: 'Changed', Icon: Pencil, ink: 'text-muted' },
} as const

function DiffLine({ kind, children }: { kind: keyof typeof kinds; children: ReactNode }) {
  const { word, Icon, ink } = kinds[kind]
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden="true" className={classNames('mt-1 size-3.5 shrink-0', ink)} />
      <span className="spoken">{word}: </span>
      <div className="min-w-0">{children}</div>
    </li>
  )
}

function More({ word, some: { total, shown } }: { word: string; some: { total: number; shown: readonly unknown[] } }) {
  const more = total - shown.length
  return more === 0 ? null : (
    <li className="figures pl-5.5 text-muted">
      {word}: {more.toLocaleString('en-US')} more
    </li>
  )
}

function Altered({ before, after }: { before: EntryLine; after: EntryLine }) {
  const { words, ends } = alteredWords(before, after)
  return (
    <>
      <span className="address wrap-anywhere">{after.text}</span>
      {words.map((text) => (
        <span key={text} className="wrap-anywhere block text-muted">
          {text}
        </span>
      ))}
      {ends && (
        <span className="figures block text-muted">
          Ends: <End at={ends.before} /> → <End at={ends.after} />
        </span>
      )}
    </>
  )
}

function End({ at }: { at: Date | null }) {
  return at === null ? 'never' : <Time instant={at} show="time" />
}

function ListsDiff({ lists: { added, removed } }: { lists: NonNullable<DiffView['lists']> }) {
  if (added.length + removed.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {removed.map(({ id, name }) => (
        <DiffLine key={id} kind="removed">
          Named list <span className="wrap-anywhere text-muted line-through">{name}</span>
        </DiffLine>
      ))}
      {added.map(({ id, name }) => (
        <DiffLine key={id} kind="added">
          Named list <span className="wrap-anywhere">{name}</span>
        </DiffLine>
      ))}
    </ul>
  )
}

function AddressesDiff({ gained, lost }: { gained: AddressesView; lost: AddressesView }) {
  if (!gained.any && !lost.any) return <p className="text-muted">No address is gained or lost by that.</p>
  return (
    <dl className="grid gap-x-6 gap-y-2 border-line border-t pt-3 sm:grid-cols-2">
      <Addresses term="Gained" addresses={gained} />
      <Addresses term="Lost" addresses={lost} />
    </dl>
  )
}

function Addresses({ term, addresses: { any, count, shown, total } }: { term: string; addresses: AddressesView }) {
  const more = total - shown.length
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{term}</dt>
      <dd>
        <span className="figures font-medium">{any ? count : 'No address'}</span>
        {shown.length > 0 && <span className="address wrap-anywhere block text-muted">{shown.join(', ')}</span>}
        {more > 0 && <span className="figures block text-muted">and {more.toLocaleString('en-US')} more networks</span>}
      </dd>
    </div>
  )
}
