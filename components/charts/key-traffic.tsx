import { Section } from '#components/ui/card'
import { paths, withQuery } from '#lib/paths'
import type { KeyTrafficView, TrafficRange } from '#lib/traffic/views'
import { RangeLinks } from './range-links.tsx'
import { TrafficChart } from './traffic-chart.tsx'
import { TrafficTable } from './traffic-table.tsx'
import { sumsOf, trafficSentence } from './traffic-words.ts'

export type KeyTrafficProps = {
  keyId: string
  view: KeyTrafficView
  /** This page with another range; that of the key's owner, when it is not said. */
  hrefOf?: (range: TrafficRange) => string
}

/** A key's calls over time, as a chart and as a table. */
export function KeyTraffic({ keyId, view, hrefOf = ownersPage(keyId) }: KeyTrafficProps) {
  const sums = sumsOf(view.bars)
  const isEmpty = sums.allowed + sums.refused === 0
  return (
    <Section
      title="Calls"
      description={isEmpty ? undefined : trafficSentence(sums, view.range)}
      actions={<RangeLinks label="How far back" current={view.range} hrefOf={hrefOf} />}
    >
      {isEmpty ? (
        <p className="text-muted">{trafficSentence(sums, view.range)}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <TrafficChart view={view} />
          <details className="group/table-of-calls">
            <summary className="w-fit cursor-pointer rounded-md font-medium text-accent-ink">Show as table</summary>
            <div className="mt-3 max-h-96 overflow-y-auto rounded-lg border border-line">
              <TrafficTable view={view} />
            </div>
          </details>
        </div>
      )}
    </Section>
  )
}

function ownersPage(keyId: string) {
  return (range: TrafficRange) => withQuery(paths.apiKey(keyId), { range: range === '24h' ? undefined : range })
}
