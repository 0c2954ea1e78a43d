import { ArrowRight } from 'lucide-react'
import { MethodBadge } from '#components/api-reference/method-badge'
import { Link } from '#components/ui/link'
import type { Operation } from '#lib/openapi/operation'
import { paths } from '#lib/paths'

/** An operation, and the section whose page describes it. */
export type FoundOperation = Pick<Operation, 'id' | 'method' | 'path' | 'summary'> & { readonly slug: string }

type OperationResultsProps = { query: string; operations: readonly FoundOperation[] }

const MOST_SHOWN = 6

/** The first operations that have the words, and the way to all of them. */
export function OperationResults({ query, operations }: OperationResultsProps) {
  if (operations.length === 0) return null
  return (
    <section aria-label="Operations of the API" className="mt-5 rounded-xl border border-line bg-surface shadow-card">
      <ul className="divide-y divide-line">
        {operations.slice(0, MOST_SHOWN).map((operation) => (
          <Line key={operation.id} operation={operation} />
        ))}
      </ul>
      {operations.length > MOST_SHOWN && (
        <p className="border-line border-t">
          <Link href={paths.apiReference({ q: query })} prefetch={false} className={allStyle}>
            All {operations.length} operations with these words
            <ArrowRight aria-hidden="true" className="size-4" />
          </Link>
        </p>
      )}
    </section>
  )
}

function Line({ operation: { id, method, path, summary, slug } }: { operation: FoundOperation }) {
  return (
    <li>
      <Link
        href={`${paths.apiSection(slug)}#${id}`}
        prefetch={false}
        className="flex items-baseline gap-3 px-4 py-2.5 transition-colors hover:bg-hover"
      >
        <MethodBadge method={method} size="small" />
        <span className="min-w-0 break-words">
          <span className="block font-medium">{summary}</span>
          <code className="block font-mono text-muted text-xs [overflow-wrap:anywhere]">{path}</code>
        </span>
      </Link>
    </li>
  )
}

const allStyle =
  'flex items-center justify-between gap-3 rounded-b-xl px-4 py-2.5 font-medium text-accent-ink transition-colors hover:bg-hover'
