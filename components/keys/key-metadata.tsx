import { ChevronRight } from 'lucide-react'
import { CodeBlock } from '#components/ui/code-block'
import type { Metadata } from '#lib/keys/key-spec'

/** What programs keep with the key, folded away: it is for them. */
export function KeyMetadata({ metadata }: { metadata: Metadata }) {
  const names = Object.keys(metadata)
  return (
    <details className="group/metadata">
      <summary className="flex w-fit max-w-full cursor-pointer list-none items-center gap-1 rounded-xs [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 text-faint transition-transform group-open/metadata:rotate-90"
        />
        <span className="figures font-medium text-accent-ink">
          {names.length.toLocaleString('en-US')} {names.length === 1 ? 'member' : 'members'}
        </span>
        <span className="min-w-0 truncate text-muted">{names.slice(0, NAMED).join(', ')}</span>
      </summary>
      <div className="mt-2 max-h-96 overflow-y-auto rounded-lg">
        <CodeBlock label="JSON" copyLabel="Copy metadata" code={JSON.stringify(metadata, null, 2)} />
      </div>
    </details>
  )
}

const NAMED = 5
