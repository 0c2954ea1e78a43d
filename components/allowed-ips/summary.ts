import { formatCount } from '#lib/ip/count'
import { emptyListWords } from './empty-list-words.ts'
import type { ListReading } from './list-reading.ts'
import type { ListSubject } from './list-subject.tsx'

export type Summary = { tone: 'open' | 'problem' | 'ok'; text: string }

/** The one line that is always there: what the list of `subject`, as typed, amounts to. */
export function summaryOf(reading: ListReading, subject: ListSubject = 'key'): Summary {
  if (reading.kind === 'empty') {
    const { tone, summary } = emptyListWords[subject]
    return { tone, text: summary }
  }
  if (reading.kind === 'separators_only') return { tone: 'problem', text: 'There is no address here yet' }
  const { items, problems, addresses, resting } = reading
  if (problems.length > 0) return { tone: 'problem', text: attention(problems.length, items.length) }
  const inForce = (items.length - resting.size).toLocaleString('en-US')
  const entries = resting.size === 0 ? '' : `${inForce} of `
  return {
    tone: 'ok',
    text: `${entries}${formatEntries(items.length)}${entries && ' in force'}, ${formatCount(addresses)}`,
  }
}

export function formatEntries(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'entry' : 'entries'}`
}

function attention(problems: number, entries: number): string {
  if (entries === 1) return 'This entry needs attention'
  const verb = problems === 1 ? 'needs' : 'need'
  return `${problems.toLocaleString('en-US')} of ${formatEntries(entries)} ${verb} attention`
}
