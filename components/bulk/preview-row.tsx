'use client'

import { CircleAlert, CircleCheck, CircleDot, Combine, Hash, ShieldCheck, WandSparkles } from 'lucide-react'
import { Excerpt } from '#components/allowed-ips/excerpt'
import { Button } from '#components/ui/button'
import { classNames } from '#components/ui/class-names'
import type { BulkRow, BulkStatus } from '#lib/allowlists/bulk-preview'
import { displayNetwork } from '#lib/ip/network'
import { rowWords, sayingWords, statusWords } from './row-words.ts'

export type PreviewRowProps = {
  row: BulkRow
  mode: 'add' | 'replace'
  now: Date
  /** Puts what was probably meant into the text; null where the text is no plain list. */
  onAccept: ((row: BulkRow, suggestion: string) => void) | null
}

/** One line of the text: what becomes of it, and why. */
export function PreviewRow({ row, mode, now, onAccept }: PreviewRowProps) {
  const { line, status } = row
  const { Icon, ink } = looks[status]
  const why = rowWords(row, { mode, now })
  const note = line.reading.kind === 'networks' ? line.reading.note : null
  return (
    <div className="flex items-start gap-2.5 border-line border-b px-3.5 py-2">
      <Icon aria-hidden="true" className={classNames('mt-0.75 size-4 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <RowText row={row} />
          {note != null && <span className="min-w-0 wrap-anywhere text-ink">{note}</span>}
          <span className="figures text-faint text-xs @max-md:basis-full @md:ml-auto">
            <span className={ink}>{word(status)}</span> · line {line.line.toLocaleString('en-US')}
          </span>
        </p>
        {why !== null && (
          <p className={classNames('wrap-anywhere', status === 'refused' ? 'text-danger-ink' : 'text-muted')}>{why}</p>
        )}
        {sayingWords(row, now).map((words) => (
          <p key={words} className="wrap-anywhere text-muted">
            {words}
          </p>
        ))}
        <Suggestion row={row} onAccept={onAccept} />
      </div>
    </div>
  )
}

function word(status: BulkStatus): string {
  return status === 'comment' ? 'Comment' : statusWords[status]
}

function RowText({ row: { line, status } }: { row: BulkRow }) {
  const { reading, text } = line
  if (reading.kind === 'refused' || reading.kind === 'beyond') return <Excerpt text={text} problem={reading.problem} />
  if (reading.kind === 'comment') return <span className="address wrap-anywhere text-muted">{text}</span>
  const [network] = reading.networks
  const canonical = reading.networks.length === 1 && network !== undefined ? displayNetwork(network) : text
  return (
    <span className={classNames('address wrap-anywhere font-semibold', status === 'refused' && 'text-muted')}>
      {canonical}
      {canonical !== text && <span className="font-normal text-muted"> ← {text}</span>}
      {reading.networks.length > 1 && (
        <span className="figures font-normal text-muted"> kept as {reading.networks.length} networks</span>
      )}
    </span>
  )
}

function Suggestion({ row, onAccept }: Pick<PreviewRowProps, 'row' | 'onAccept'>) {
  const { reading } = row.line
  const suggestion = reading.kind === 'refused' ? reading.problem.suggestion : undefined
  if (suggestion === undefined) return null
  if (onAccept === null) {
    return (
      <p className="text-muted">
        Was <span className="address wrap-anywhere">{suggestion}</span> meant?
      </p>
    )
  }
  return (
    <Button
      size="small"
      onClick={() => onAccept(row, suggestion)}
      className="mt-1.5 h-auto min-h-8 max-w-full shrink whitespace-normal py-1 text-left"
    >
      <WandSparkles aria-hidden="true" className="shrink-0" />
      <span className="min-w-0">
        Use <span className="address wrap-anywhere">{suggestion}</span>
      </span>
    </Button>
  )
}

const looks = {
  new: { Icon: CircleCheck, ink: 'text-success-ink' },
  present: { Icon: CircleDot, ink: 'text-muted' },
  covered: { Icon: ShieldCheck, ink: 'text-info-ink' },
  merged: { Icon: Combine, ink: 'text-muted' },
  refused: { Icon: CircleAlert, ink: 'text-danger-ink' },
  comment: { Icon: Hash, ink: 'text-muted' },
} as const satisfies Record<BulkStatus, { Icon: typeof Hash; ink: string }>
