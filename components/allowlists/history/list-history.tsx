import type { HistoryQuery } from '#lib/allowlists/history-query'
import type { ComparedVersions, ShownVersion } from '#lib/allowlists/version-pages'
import type { KeyHistory } from '#lib/keys/views'
import { ComparedVersionsSection } from './compared-versions.tsx'
import { HistorySection } from './history-section.tsx'
import type { ModeWords } from './mode-words.ts'
import { type RestoreActions, type RestoreSubject, RestoreVersion } from './restore-version.tsx'
import { ShownVersionSection } from './shown-version.tsx'
import { VersionMissing } from './version-missing.tsx'

export type ListHistoryProps = {
  subject: RestoreSubject
  query: HistoryQuery
  history: KeyHistory
  /** Null when it was not asked for, or is not there. */
  compared: ComparedVersions | null
  shown: ShownVersion | null
  /** The address of this page with another query. */
  hrefOf: (query?: Record<string, string | undefined>) => string
  /** Null for who may not restore. */
  actions: RestoreActions | null
  /** Where another key is looked at; on the pages of its owner, when it is not said. */
  keyHrefOf?: ((keyId: string) => string) | undefined
  now: Date
}

/** The history of a list, whoever owns it: what was asked for by the address, above all that happened. */
export function ListHistory({
  subject,
  query,
  history,
  compared,
  shown,
  hrefOf,
  actions,
  keyHrefOf,
  now,
}: ListHistoryProps) {
  const { before, a, b, view } = query
  const kept = { before: before ?? undefined }
  const closeHref = hrefOf(kept)
  const isMissing = (a !== null && b !== null && compared === null) || (view !== null && shown === null)
  const restoreOf = (number: number) =>
    actions && <RestoreVersion subject={subject} number={number} actions={actions} />
  return (
    <>
      {isMissing && <VersionMissing closeHref={closeHref} />}
      {compared && (
        <ComparedVersionsSection
          compared={compared}
          modeWords={subject.modeWords ?? unmoded}
          closeHref={closeHref}
          swapHref={hrefOf({ ...kept, a: String(b), b: String(a) })}
          now={now}
        />
      )}
      {shown && (
        <ShownVersionSection
          version={shown}
          modeWords={subject.modeWords}
          closeHref={closeHref}
          restore={!shown.isLatest && restoreOf(shown.number)}
          now={now}
        />
      )}
      <HistorySection
        history={history}
        path={hrefOf()}
        chosen={{ a, b }}
        before={before}
        hrefOf={hrefOf}
        modeWords={subject.modeWords ?? unmoded}
        restoreOf={restoreOf}
        keyHrefOf={keyHrefOf}
        now={now}
      />
    </>
  )
}

/** A named list's mode never changes, so it is never told. */
const unmoded: ModeWords = { open: 'Open', enforce: 'Enforced', report: 'Report only' }
