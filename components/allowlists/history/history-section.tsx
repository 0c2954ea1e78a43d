import { GitCompareArrows } from 'lucide-react'
import Form from 'next/form'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import type { VersionPair } from '#lib/allowlists/version-pages'
import type { KeyHistory } from '#lib/keys/views'
import { HistoryItem } from './history-item.tsx'
import type { ModeWords } from './mode-words.ts'
import { VersionRadio } from './version-radio.tsx'

export type HistorySectionProps = {
  history: KeyHistory
  /** The address of this page without its query. */
  path: string
  /** Chosen in the address. */
  chosen: VersionPair
  /** Where the page of older events begins, when it is not the newest. */
  before: string | null
  /** The address of this page with another query. */
  hrefOf: (query: Record<string, string | undefined>) => string
  modeWords: ModeWords
  /** What brings a version back; nothing for who may not. */
  restoreOf: (version: number) => ReactNode
  /** Where another key is looked at; on the pages of its owner, when it is not said. */
  keyHrefOf?: ((keyId: string) => string) | undefined
  now: Date
}

/** All that happened, newest first. What made a version of the list can be looked at, compared and brought back. */
export function HistorySection(props: HistorySectionProps) {
  const { history, path, before, hrefOf, modeWords, restoreOf, keyHrefOf, now } = props
  const shown = history.events.flatMap(({ version }) => version ?? [])
  const latest = before === null ? shown[0] : undefined
  const pair = suggested(props.chosen, shown)
  const canCompare = shown.length > 1 || (pair.a !== null && pair.b !== null)
  const away = { a: awayFrom(shown, props.chosen.a), b: awayFrom(shown, props.chosen.b) }
  return (
    <Form action={path} scroll={false} key={`${before} ${pair.a} ${pair.b}`}>
      {before !== null && <input type="hidden" name="before" value={before} />}
      <Section
        title="History"
        description="Who changed what, from which address. It cannot be altered."
        actions={
          canCompare && (
            <Button type="submit" size="small">
              <GitCompareArrows aria-hidden="true" />
              Compare A with B
            </Button>
          )
        }
        footer={(before !== null || history.next !== null) && <Pages {...props} />}
        flush
      >
        <ol className="divide-y divide-line">
          {(away.a !== null || away.b !== null) && <AwayChoice away={away} />}
          {history.events.map((event) => (
            <HistoryItem
              key={event.id}
              event={event}
              modeWords={modeWords}
              viewHref={event.version === null ? null : hrefOf(viewQuery(props, event.version))}
              pair={canCompare ? pair : null}
              restore={event.version === null || event.version === latest ? null : restoreOf(event.version)}
              keyHrefOf={keyHrefOf}
              now={now}
            />
          ))}
        </ol>
      </Section>
    </Form>
  )
}

/** At first the last change is offered. */
function suggested({ a, b }: VersionPair, shown: readonly number[]): VersionPair {
  return { a: a ?? shown.find((number) => number !== (b ?? shown[0])) ?? null, b: b ?? shown[0] ?? null }
}

/** A choice that is on another page of the history. */
function awayFrom(shown: readonly number[], chosen: number | null): number | null {
  return chosen === null || shown.includes(chosen) ? null : chosen
}

function viewQuery({ before }: HistorySectionProps, version: number) {
  return { view: String(version), before: before ?? undefined }
}

function AwayChoice({ away }: { away: VersionPair }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-sunken/60 px-5 py-3 text-muted sm:px-6">
      <span>Chosen elsewhere in the history:</span>
      {away.a !== null && <VersionRadio side="a" version={away.a} checked named />}
      {away.b !== null && <VersionRadio side="b" version={away.b} checked named />}
    </li>
  )
}

function Pages({ history, before, chosen, hrefOf }: HistorySectionProps) {
  const kept = { a: chosen.a?.toString(), b: chosen.b?.toString() }
  return (
    <nav aria-label="History" className="ml-auto flex gap-2">
      {before !== null && (
        <ButtonLink href={hrefOf(kept)} size="small">
          Newest
        </ButtonLink>
      )}
      {history.next !== null && (
        <ButtonLink href={hrefOf({ ...kept, before: history.next })} size="small">
          Older
        </ButtonLink>
      )}
    </nav>
  )
}
