import { useState } from 'react'
import { Button } from '#components/ui/button'
import { displayNetwork, formatNetwork } from '#lib/ip/network'
import type { SuggestedNetwork } from '#lib/traffic/suggest'
import { reasonOf } from '#lib/traffic/suggest-words'

const STEP = 50

/** Each entry with the reason why it is there. */
export function SuggestedNetworks({ networks, now }: { networks: readonly SuggestedNetwork[]; now: Date }) {
  const [shown, setShown] = useState(STEP)
  if (networks.length === 0) return null
  const more = networks.length - shown
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Suggested entries" className="divide-y divide-line rounded-lg border border-line">
        {networks.slice(0, shown).map((each) => (
          <li key={formatNetwork(each.network)} className="grid gap-x-6 gap-y-0.5 px-3.5 py-2 sm:grid-cols-[14rem_1fr]">
            <span className="address wrap-anywhere font-medium">{displayNetwork(each.network)}</span>
            <span className="figures text-muted">{reasonOf(each, now)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button className="self-start" size="small" onClick={() => setShown(shown + 10 * STEP)}>
          Show more ({more.toLocaleString('en-US')} not shown)
        </Button>
      )}
    </div>
  )
}
