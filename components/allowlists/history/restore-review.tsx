import { Callout } from '#components/ui/callout'
import { Checkbox } from '#components/ui/checkbox'
import type { ListThen, RestorePreview } from '#lib/allowlists/restore-preview'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import { Callers } from '../change-review.tsx'
import { UnsureNotice } from './compared-versions.tsx'
import type { ModeWords } from './mode-words.ts'
import { VersionDiff } from './version-diff.tsx'

export type RestoreReviewProps = {
  preview: RestorePreview
  /** Null for a named list, which has no mode of its own. */
  modeWords: ModeWords | null
  scope: RestoreScope
  onScope: (scope: RestoreScope) => void
  isReading: boolean
}

/** What restoring would change, what it would not bring back, and whom of those who called lately it concerns. */
export function RestoreReview({ preview, modeWords, scope, onScope, isReading }: RestoreReviewProps) {
  const { diff, mode, effect, expired, admitsNobody, listsThen, unsure, now } = preview
  const hasOtherMode = modeWords !== null && mode.was !== mode.is
  return (
    <>
      {unsure.length > 0 && <UnsureNotice entries={unsure} />}
      <section
        aria-label="What restoring would change"
        aria-busy={isReading}
        className="max-h-64 overflow-y-auto rounded-lg border border-line px-3.5 py-3"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
        tabIndex={0}
      >
        <VersionDiff diff={diff} modeWords={modeWords ?? noModes} now={now} />
      </section>
      {effect && !diff.isSame && <Callers preview={effect} />}
      {hasOtherMode && (
        <Checkbox
          label={`Restore the access too: ${modeWords[mode.was]}`}
          description={`Otherwise it stays as it is: ${modeWords[mode.is]}.`}
          checked={scope === 'list_and_mode'}
          onChange={(event) => onScope(event.target.checked ? 'list_and_mode' : 'list')}
        />
      )}
      {diff.accessMode?.after === 'open' && (
        <Callout tone="warning">Afterwards this list refuses nobody, whatever its entries say.</Callout>
      )}
      {expired > 0 && <p className="figures text-muted">{expiredWords(expired)}</p>}
      {admitsNobody && (
        <Callout tone="warning">Afterwards the list has no address in force, so every call would be refused.</Callout>
      )}
      {listsThen && <ListsThen lists={listsThen} />}
    </>
  )
}

/** A named list's mode never changes. */
const noModes: ModeWords = { open: '', enforce: '', report: '' }

function expiredWords(expired: number): string {
  return expired === 1
    ? 'One entry comes back expired, as its time is over. It admits nobody.'
    : `${expired.toLocaleString('en-US')} entries come back expired, as their time is over. They admit nobody.`
}

const standingWords = {
  used: 'still used',
  unused: 'not used now; choose it again by hand if you want it',
  gone: 'deleted since, so it cannot come back',
} as const satisfies Record<ListThen['standing'], string>

function ListsThen({ lists }: { lists: readonly ListThen[] }) {
  return (
    <Callout title="Named lists stay as they are">
      <p>With this version the key used:</p>
      <ul className="list-disc pl-4.5">
        {lists.map(({ id, name, standing }) => (
          <li key={id}>
            <span className="wrap-anywhere font-medium">{name}</span>: {standingWords[standing]}
          </li>
        ))}
      </ul>
    </Callout>
  )
}
