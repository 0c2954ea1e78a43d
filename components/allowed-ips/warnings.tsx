'use client'

import type { AllowlistItem } from '#lib/ip/allowlist'
import { usePresses } from './entry-actions.tsx'
import type { EntryWarning, EntryWarningCode } from './entry-warnings.ts'

/** Whether taking the entry out is a likely answer to the warning. A wide range may be meant; what never matches is not. */
const removes = {
  any_address: true,
  private_range: true,
  reserved_range: true,
  very_wide: false,
  covered_by: true,
  duplicate: true,
} as const satisfies Record<EntryWarningCode, boolean>

type WarningsProps = { item: AllowlistItem; place: number; warnings: readonly EntryWarning[] }

/** What to know about an entry before saving. None of it stops the save. */
export function Warnings({ item, place, warnings }: WarningsProps) {
  const actions = usePresses()
  // Part of a range may be covered elsewhere; the rest of it is still needed.
  const removable = warnings.some(({ code, needless }) => removes[code] && (code !== 'covered_by' || needless))
  return (
    <ul className="mt-0.5">
      {warnings.map(({ code, message }, index) => (
        <li key={code} className="wrap-anywhere text-warning-ink">
          {message}
          {index === 0 && removable && actions.removable([place]) && (
            <button
              type="button"
              disabled={actions.disabled}
              aria-label={`Remove ${item.text}`}
              onClick={() => actions.remove([place])}
              className="ml-1 h-6 rounded-md px-1.5 font-medium text-ink underline decoration-line-strong underline-offset-3 hover:bg-hover disabled:opacity-50"
            >
              Remove
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
