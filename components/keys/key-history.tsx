import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { HistoryChange } from '#lib/keys/history-change'
import type { HistoryFact } from '#lib/keys/history-facts'
import type { AccessMode, HistoryEvent, KeyHistory } from '#lib/keys/views'
import { accessModeWords, doorWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import { changedLines, ListChangeLines } from './list-change.tsx'

export type KeyHistoryProps = {
  history: KeyHistory
  /** Addresses of the page that shows older events, and of the one that shows the newest; null where they are shown. */
  older: string | null
  newest: string | null
  now: Date
}

export function KeyHistorySection({ history, older, newest, now }: KeyHistoryProps) {
  return (
    <Section
      title="History"
      description="Who changed what, from which address. It cannot be altered."
      footer={(older || newest) && <HistoryPages older={older} newest={newest} />}
      flush
    >
      <ol className="divide-y divide-line" id="history">
        {history.events.map((event) => (
          <HistoryItem key={event.id} event={event} now={now} />
        ))}
      </ol>
    </Section>
  )
}

function HistoryPages({ older, newest }: { older: string | null; newest: string | null }) {
  return (
    <nav aria-label="History" className="ml-auto flex gap-2">
      {newest && (
        <ButtonLink href={newest} size="small">
          Newest
        </ButtonLink>
      )}
      {older && (
        <ButtonLink href={older} size="small">
          Older
        </ButtonLink>
      )}
    </nav>
  )
}

function HistoryItem({ event, now }: { event: HistoryEvent; now: Date }) {
  const door = doorWords(event.door) ?? `through ${event.door}`
  return (
    <li className="px-5 py-3.5 sm:px-6">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{event.label}</span>
        <Time instant={event.at} now={now} className="text-muted" />
      </p>
      <p className="break-words text-muted">
        {event.who}
        {event.address && (
          <>
            {' '}
            from <span className="address">{event.address}</span>
          </>
        )}
        , {door}
      </p>
      <Change change={event.change} />
    </li>
  )
}

/** Lists longer than this are folded away. */
const OPEN_LINES = 8

function Change({ change: { name, access, list, facts } }: { change: HistoryChange }) {
  const lines = list === null ? 0 : changedLines(list)
  return (
    <div className="mt-1.5 flex flex-col gap-1 empty:hidden">
      {name && name.before !== null && (
        <p className="break-words">
          Name: <s className="text-muted">{name.before}</s> → {name.after}
        </p>
      )}
      {access && <p>{wordsOf(access.after)}</p>}
      {facts.map((fact) => (
        <Fact key={fact.text} fact={fact} />
      ))}
      {list && lines > 0 && lines <= OPEN_LINES && <ListChangeLines change={list} />}
      {list && lines > OPEN_LINES && (
        <details>
          <summary className="figures w-fit rounded-xs text-accent-ink">
            {lines.toLocaleString('en-US')} entries changed: {list.entries.before.toLocaleString('en-US')} →{' '}
            {list.entries.after.toLocaleString('en-US')}
          </summary>
          <div className="mt-1.5 max-h-80 overflow-y-auto">
            <ListChangeLines change={list} />
          </div>
        </details>
      )}
      {list && lines === 0 && access === null && facts.length === 0 && <p>Another order of the same entries</p>}
    </div>
  )
}

function Fact({ fact }: { fact: HistoryFact }) {
  return (
    <p className="wrap-anywhere">
      {fact.kind === 'key' ? <TextLink href={paths.apiKey(fact.keyId)}>{fact.text}</TextLink> : fact.text}
      {fact.kind === 'time' && (
        <>
          {' '}
          <Time instant={fact.at} show="time" />
        </>
      )}
    </p>
  )
}

function wordsOf(mode: string): string {
  return Object.hasOwn(accessModeWords, mode) ? accessModeWords[mode as AccessMode] : mode
}
