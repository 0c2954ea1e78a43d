'use client'

import { entryWords } from '#components/allowed-ips/entry-words'
import { parseAllowlist } from '#lib/ip/allowlist'
import { formatCount, totalAddresses } from '#lib/ip/count'

/** More items than this are counted. */
const SPELLED_OUT = 3

/** How a line of addresses is understood, as long as it can be read; what cannot is said when it is sent. */
export function EntryReading({ text }: { text: string }) {
  const list = parseAllowlist(text)
  if (list.kind !== 'items' || !list.ok) return <>One line; several with commas between them.</>
  const count = formatCount(totalAddresses(list.networks.map(({ network }) => network)))
  const words = list.items.flatMap((item) => entryWords(item) ?? [])
  const [only] = words
  if (words.length === 1 && only !== undefined) {
    const remark = only.remarks[0]
    return (
      <span className="figures wrap-anywhere">
        {only.range === null ? only.count : `${only.range}, ${only.count}`}
        {list.networks.length > 1 && `, kept as ${list.networks.length.toLocaleString('en-US')} entries`}
        {remark !== undefined && <span className="block text-info-ink">{remark}</span>}
      </span>
    )
  }
  const named = words.slice(0, SPELLED_OUT).map((one) => one.canonical)
  const more = words.length > SPELLED_OUT ? ` and ${words.length - SPELLED_OUT} more` : ''
  return (
    <span className="figures wrap-anywhere">
      {named.join(', ')}
      {more}: {count}
    </span>
  )
}
