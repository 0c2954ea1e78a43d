import { changedLines, ListChangeLines } from '#components/keys/list-change'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { HistoryChange } from '#lib/keys/history-change'
import type { HistoryFact } from '#lib/keys/history-facts'
import { paths } from '#lib/paths'
import { type ModeWords, wordsOfMode } from './mode-words.ts'

/** Lists longer than this are folded away. */
const OPEN_LINES = 8

export type HistoryChangeLinesProps = {
  change: HistoryChange
  modeWords: ModeWords
  /** Where another key is looked at; on the pages of its owner, when it is not said. */
  keyHrefOf?: ((keyId: string) => string) | undefined
}

/** What one event changed, line by line. */
export function HistoryChangeLines({ change, modeWords, keyHrefOf = paths.apiKey }: HistoryChangeLinesProps) {
  const { name, access, list, facts } = change
  const lines = list === null ? 0 : changedLines(list)
  return (
    <div className="mt-1.5 flex flex-col gap-1 empty:hidden">
      {name && name.before !== null && (
        <p className="break-words">
          Name: <s className="text-muted">{name.before}</s> → {name.after}
        </p>
      )}
      {access && <p>{wordsOfMode(modeWords, access.after)}</p>}
      {facts.map((fact) => (
        <Fact key={fact.text} fact={fact} keyHrefOf={keyHrefOf} />
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
      {list && lines === 0 && access === null && facts.length === 0 && <p>{emptyWords(list.entries)}</p>}
    </div>
  )
}

function emptyWords({ before, after }: { before: number; after: number }): string {
  return before + after === 0 ? 'The list has no entries' : 'Another order of the same entries'
}

function Fact({ fact, keyHrefOf }: { fact: HistoryFact; keyHrefOf: (keyId: string) => string }) {
  return (
    <p className="wrap-anywhere">
      {fact.kind === 'key' ? <TextLink href={keyHrefOf(fact.keyId)}>{fact.text}</TextLink> : fact.text}
      {fact.kind === 'time' && (
        <>
          {' '}
          <Time instant={fact.at} show="time" />
        </>
      )}
    </p>
  )
}
