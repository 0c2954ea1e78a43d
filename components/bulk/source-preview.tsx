'use client'

import { Check, Minus, Plus, User } from 'lucide-react'
import { useState } from 'react'
import { classNames } from '#components/ui/class-names'
import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import { displayNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import type { SourceChange } from '#lib/ranges/replace-source'
import { StatusFilters } from './status-filters.tsx'
import { Rows } from './virtual-rows.tsx'

export type SourcePreviewProps = { change: SourceChange<PresentEntry> }

type Kind = keyof SourceChange<PresentEntry>
type Line = { kind: Kind; text: string; more: string | null }

const kinds = ['added', 'removed', 'kept', 'elsewhere'] as const satisfies readonly Kind[]

const looks = {
  added: { word: 'Added', Icon: Plus, ink: 'text-success-ink' },
  removed: { word: 'Removed', Icon: Minus, ink: 'text-danger-ink' },
  kept: { word: 'Kept', Icon: Check, ink: 'text-muted' },
  elsewhere: { word: 'Not touched', Icon: User, ink: 'text-info-ink' },
} as const satisfies Record<Kind, { word: string; Icon: typeof Plus; ink: string }>

/** What importing the chosen ranges does to the list, line by line. */
export function SourcePreview({ change }: SourcePreviewProps) {
  const [wanted, setFilter] = useState<'all' | Kind>('all')
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const lines = linesOf(change)
  const filter = wanted !== 'all' && change[wanted].length === 0 ? 'all' : wanted
  const shown = filter === 'all' ? lines : lines.filter((line) => line.kind === filter)
  const filters = [
    { value: 'all' as const, label: 'All', count: lines.length },
    ...kinds
      .filter((kind) => change[kind].length > 0)
      .map((kind) => ({ value: kind, label: looks[kind].word, count: change[kind].length })),
  ]
  return (
    <section
      aria-label="Preview"
      className="@container flex h-96 flex-col overflow-hidden rounded-lg border border-line-strong bg-surface"
    >
      <div className="shrink-0 border-line border-b bg-sunken/60 px-3.5 py-2.5">
        <StatusFilters label="Show ranges that are" filters={filters} value={filter} onChange={setFilter} />
      </div>
      <section
        ref={setScroller}
        aria-label="Ranges"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <Rows
          key={filter}
          count={shown.length}
          keyOf={(index) => shown[index]?.text ?? index}
          row={(index) => {
            const line = shown[index]
            return line && <SourceRow line={line} />
          }}
          height={(index, width) => 39 + (width === 'narrow' && shown[index]?.more != null ? 22 : 0)}
          scroller={scroller}
        />
      </section>
    </section>
  )
}

function SourceRow({ line: { kind, text, more } }: { line: Line }) {
  const { word, Icon, ink } = looks[kind]
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 border-line border-b px-3.5 py-2">
      <Icon aria-hidden="true" className={classNames('size-4 shrink-0 self-center', ink)} />
      <span
        className={classNames('address wrap-anywhere font-semibold', kind === 'removed' && 'text-muted line-through')}
      >
        {text}
      </span>
      {more !== null && <span className="min-w-0 wrap-anywhere text-muted">{more}</span>}
      <span className={classNames('ml-auto text-xs', ink)}>{word}</span>
    </p>
  )
}

function linesOf(change: SourceChange<PresentEntry>): readonly Line[] {
  return [
    ...change.removed.map((entry) => presentLine('removed', entry)),
    ...change.added.map((network): Line => ({ kind: 'added', text: displayNetwork(network), more: null })),
    ...change.elsewhere.map((entry) => presentLine('elsewhere', entry)),
    ...change.kept.map((entry) => presentLine('kept', entry)),
  ]
}

function presentLine(kind: Kind, entry: PresentEntry): Line {
  const from = kind === 'elsewhere' ? (entry.source === null ? 'added by hand' : `from ${entry.source}`) : null
  const more = [from, entry.enabled ? null : 'switched off', entry.note].filter((part) => part !== null).join(', ')
  return { kind, text: displayNetwork(networkOf(entry)), more: more === '' ? null : more }
}

function networkOf({ network: text }: PresentEntry): Network {
  const network = parseCanonicalNetwork(text)
  if (network === null) throw new Error('a stored network is not in canonical form')
  return network
}
