'use client'

import { Callers } from '#components/allowlists/change-review'
import { Callout } from '#components/ui/callout'
import type { AccessPreview } from './use-access-preview.tsx'

/** What the chosen mode would do to who called lately, said as soon as it is known. */
export function AccessEffect({ state }: { state: AccessPreview }) {
  return (
    <div role="status" aria-busy={state.kind === 'looking'}>
      {state.kind === 'failed' ? (
        <Callout tone="warning" title="What this would do could not be looked up">
          {state.message}
        </Callout>
      ) : (
        <div className="flex flex-col gap-3 rounded-lg border border-line-strong px-4 py-3.5">
          <h3 className="font-medium">What this would do</h3>
          {state.kind === 'seen' ? (
            <Callers preview={state.preview} />
          ) : (
            <p className="border-line border-t pt-3 text-muted">Looking at who called lately…</p>
          )}
        </div>
      )}
    </div>
  )
}
