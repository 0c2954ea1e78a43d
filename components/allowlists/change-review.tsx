'use client'

import { CircleAlert, LoaderCircle, Minus, Plus, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import { Time } from '#components/ui/time'
import type { ChangePreview, PreviewCaller, PreviewCallers } from '#lib/allowlists/preview'
import { callersWords } from './review-words.ts'
import type { PreviewState } from './use-change-preview.tsx'

/** What a save would do: the difference, and whom of those who called lately it concerns. Stands below the field it is about. */
export function ChangeReview({ state }: { state: PreviewState }) {
  if (state.kind === 'none') return null
  const preview = state.kind === 'ready' ? state.preview : state.last
  const isReading = state.kind === 'reading'
  return (
    <section
      aria-label="What saving would do"
      aria-busy={isReading}
      className="flex flex-col gap-3 rounded-lg border border-line-strong bg-surface px-4 py-3.5"
    >
      <h2 className="flex items-center gap-2 font-medium">
        What saving would do
        {isReading && <LoaderCircle aria-hidden="true" className="size-4 animate-spin text-faint" />}
      </h2>
      {preview === null ? <p className="text-muted">Looking at who called lately…</p> : <Review preview={preview} />}
    </section>
  )
}

/** The same, as it stands, for a question that is asked once. */
export function Review({ preview }: { preview: ChangePreview }) {
  return (
    <div className="flex flex-col gap-3">
      <Difference preview={preview} />
      <Callers preview={preview} />
    </div>
  )
}

function Difference({ preview: { added, removed, gained, lost, addresses } }: { preview: ChangePreview }) {
  if (added.total + removed.total === 0) return <p className="text-muted">No address is gained or lost.</p>
  return (
    <div className="flex flex-col gap-1.5">
      <p className="figures">
        {addresses.before} → {addresses.after}
        <span className="text-muted">
          {' '}
          ({gained} gained, {lost} lost)
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label="Entries that change" tabIndex={0} className="max-h-40 overflow-y-auto">
        <ul className="flex flex-col gap-0.5">
          <Lines lines={removed} word="Removed" icon={<Minus aria-hidden="true" />} ink="text-danger-ink" />
          <Lines lines={added} word="Added" icon={<Plus aria-hidden="true" />} ink="text-success-ink" />
        </ul>
      </section>
    </div>
  )
}

type LinesProps = { lines: ChangePreview['added']; word: string; icon: ReactNode; ink: string }

function Lines({ lines, word, icon, ink }: LinesProps) {
  const more = lines.total - lines.shown.length
  return (
    <>
      {lines.shown.map((line) => (
        <li key={line} className="flex items-start gap-2">
          <span className={classNames('mt-1 shrink-0 [&_svg]:size-3.5', ink)}>{icon}</span>
          <span className="spoken">{word}: </span>
          <span className="address min-w-0 wrap-anywhere">{line}</span>
        </li>
      ))}
      {more > 0 && (
        <li className="figures pl-5.5 text-muted">
          {word}: {more.toLocaleString('en-US')} more
        </li>
      )}
    </>
  )
}

export function Callers({ preview }: { preview: ChangePreview }) {
  const { refused, admitted, callers, now } = preview
  const { Icon, ink } = refused.total > 0 ? looks.refuses : callers > 0 ? looks.keeps : looks.unknown
  const named = new Set([...refused.shown, ...admitted.shown].map((caller) => caller.keyId)).size > 1
  return (
    <div className="flex flex-col gap-1.5 border-line border-t pt-3">
      <p className="flex items-start gap-2">
        <Icon aria-hidden="true" className={classNames('mt-0.5 size-4 shrink-0', ink)} />
        <span className="figures">{callersWords(preview)}</span>
      </p>
      <CallerLines label="Would be refused" callers={refused} now={now} named={named} />
      {admitted.total > 0 && (
        <>
          <p className="figures pl-6">
            {admitted.total.toLocaleString('en-US')} that {admitted.total === 1 ? 'was' : 'were'} refused would be let
            through:
          </p>
          <CallerLines label="Would be let through" callers={admitted} now={now} named={named} />
        </>
      )}
    </div>
  )
}

const looks = {
  refuses: { Icon: TriangleAlert, ink: 'text-danger-ink' },
  keeps: { Icon: ShieldCheck, ink: 'text-success-ink' },
  unknown: { Icon: CircleAlert, ink: 'text-faint' },
} as const

type CallerLinesProps = { label: string; callers: PreviewCallers; now: Date; named: boolean }

function CallerLines({ label, callers, now, named }: CallerLinesProps) {
  const more = callers.total - callers.shown.length
  if (callers.total === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="max-h-48 overflow-y-auto pl-6">
      <ul className="flex flex-col gap-0.5">
        {callers.shown.map((caller) => (
          <CallerLine key={`${caller.keyId} ${caller.address}`} caller={caller} now={now} named={named} />
        ))}
        {more > 0 && <li className="figures text-muted">and {more.toLocaleString('en-US')} more</li>}
      </ul>
    </section>
  )
}

function CallerLine({ caller, now, named }: { caller: PreviewCaller; now: Date; named: boolean }) {
  const { address, calls, lastAt, keyName, isPartly } = caller
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span className="address wrap-anywhere font-medium">{address ?? 'Unknown address'}</span>
      <span className="figures text-muted">
        {calls.toLocaleString('en-US')} {calls === 1n ? 'call' : 'calls'}, last <Time instant={lastAt} now={now} />
        {named && ` with ${keyName}`}
        {isPartly && ', some of its addresses'}
      </span>
    </li>
  )
}
