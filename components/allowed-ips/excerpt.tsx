import type { EntryProblem } from '#lib/ip/entry'

/** Characters shown on either side of the offending part of a long entry. */
const CONTEXT = 28

/** The entry as typed, with the part that is wrong marked. */
export function Excerpt({ text, problem }: { text: string; problem: Pick<EntryProblem, 'at' | 'length'> }) {
  const end = problem.at + problem.length
  const before = text.slice(Math.max(0, problem.at - CONTEXT), problem.at)
  const after = text.slice(end, end + CONTEXT)
  const marked = text.slice(problem.at, end)
  return (
    <code className="address whitespace-pre-wrap wrap-anywhere text-ink">
      {problem.at > CONTEXT && '…'}
      {before}
      <mark className="rounded-xs bg-danger-wash px-px text-danger-ink underline decoration-2 decoration-danger-solid underline-offset-3">
        {marked.length > 2 * CONTEXT ? `${marked.slice(0, 2 * CONTEXT)}…` : marked}
      </mark>
      {after}
      {end + CONTEXT < text.length && '…'}
    </code>
  )
}
