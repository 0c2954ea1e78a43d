'use client'

import { Button } from '#components/ui/button'
import type { RangeFile } from '#lib/ranges/range-file'
import { rangeFileNames } from '#lib/ranges/range-file'
import { choiceOfSource, type RangeChoice } from '#lib/ranges/selection'
import type { KnownSource } from './sources-of.ts'

export type KnownSourcesProps = {
  sources: readonly KnownSource[]
  file: RangeFile | null
  onChoose: (choice: RangeChoice) => void
}

/** What was imported before, each with the file that brings it up to date. */
export function KnownSources({ sources, file, onChoose }: KnownSourcesProps) {
  return (
    <section aria-label="Imported before" className="flex flex-col gap-2">
      <h2 className="font-medium">Imported before</h2>
      <ul className="flex flex-col gap-2">
        {sources.map(({ text, name, entries }) => {
          const choice = file && choiceOfSource(file, name)
          return (
            <li key={text} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <code className="address min-w-0 wrap-anywhere">{text}</code>
              <span className="figures text-muted">
                {entries.toLocaleString('en-US')} {entries === 1 ? 'entry' : 'entries'}
                {choice === null && `, brought up to date by ${fileOf(name.kind)}`}
              </span>
              {choice !== null && (
                <Button size="small" onClick={() => onChoose(choice)} aria-label={`Choose the same as ${text}`}>
                  Choose the same
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function fileOf(kind: string): string {
  const known = rangeFileNames[kind as keyof typeof rangeFileNames]
  return known === undefined ? 'another file' : known.file
}
