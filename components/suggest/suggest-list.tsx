'use client'

import { useMemo, useState } from 'react'
import { Section } from '#components/ui/card'
import { RadioChips } from '#components/ui/radio-chips'
import { suggest, type Width, widths } from '#lib/traffic/suggest'
import { type ObservedRow, observedCallers } from '#lib/traffic/suggest-callers'
import { totalsWords, widthWords } from '#lib/traffic/suggest-words'
import { CallerPicker } from './caller-picker.tsx'
import { FillBar } from './fill-bar.tsx'
import { SuggestedNetworks } from './suggested-networks.tsx'
import { WouldBeRefused } from './would-be-refused.tsx'

export type SuggestListProps = {
  keyId: string
  /** Who called and how it ended, as it was read for this page. */
  rows: readonly ObservedRow[]
  now: Date
  /** False for who may not change the key: they can read and copy. */
  canEdit: boolean
  /** Whether the key's own list has entries already. */
  hasEntries: boolean
}

const options = widths.map((value) => ({ value, label: widthWords[value].label }))

/** A list made from who was let through, as close or as wide as its reader wants it. Computed here, so each choice is at once. */
export function SuggestList({ keyId, rows, now, canEdit, hasEntries }: SuggestListProps) {
  const observed = useMemo(() => observedCallers(rows), [rows])
  const [width, setWidth] = useState<Width>('exact')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { networks, totals } = useMemo(() => {
    const callers = observed.callers.filter((caller) => !left.has(caller.text))
    const excluded = observed.callers.filter((caller) => left.has(caller.text)).map((caller) => caller.network)
    return suggest({ callers, keptOut: { refused: observed.refused, excluded }, width })
  }, [observed, left, width])
  const setWanted = (text: string, isWanted: boolean) => {
    const next = new Set(left)
    if (isWanted) next.delete(text)
    else next.add(text)
    setLeft(next)
  }

  return (
    <>
      <Section
        title="The list"
        description={summaryOf(networks.length, totals)}
        footer={<FillBar keyId={keyId} networks={networks} now={now} canEdit={canEdit} hasEntries={hasEntries} />}
      >
        <div className="flex flex-col gap-5">
          <RadioChips
            legend="How close to the callers"
            name="width"
            options={options}
            value={width}
            onChange={setWidth}
            hint={widthWords[width].hint}
          />
          <SuggestedNetworks networks={networks} now={now} />
          <WouldBeRefused observed={observed} left={left} />
        </div>
      </Section>
      <CallerPicker callers={observed.callers} left={left} onChange={setWanted} now={now} />
    </>
  )
}

function summaryOf(count: number, totals: Parameters<typeof totalsWords>[0]): string {
  if (count === 0) return 'No caller is chosen.'
  const networks = count === 1 ? '1 entry' : `${count.toLocaleString('en-US')} entries`
  const callers = totals.callers === 1 ? '1 caller' : `${totals.callers.toLocaleString('en-US')} callers`
  return `${networks} for ${callers}: ${totalsWords(totals)}.`
}
