import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import { readSourceName, type SourceName } from '#lib/allowlists/range-source'
import type { RangeFile } from '#lib/ranges/range-file'
import { choiceOfSource, type RangeChoice } from '#lib/ranges/selection'

/** What was imported into a list before: each choice, and how many entries are of it. */
export type KnownSource = { readonly text: string; readonly name: SourceName; readonly entries: number }

export function sourcesOf(entries: readonly PresentEntry[]): readonly KnownSource[] {
  const counts = new Map<string, number>()
  for (const { source } of entries) if (source !== null) counts.set(source, (counts.get(source) ?? 0) + 1)
  return [...counts].flatMap(([text, count]) => {
    const name = readSourceName(text)
    return name === null ? [] : [{ text, name, entries: count }]
  })
}

/** The choice to begin with: the one that was imported from such a file before, or all of a file with nothing to choose by. */
export function firstChoice(file: RangeFile, sources: readonly KnownSource[]): RangeChoice | null {
  const choices = sources.flatMap(({ name }) => choiceOfSource(file, name) ?? [])
  const [only] = choices
  if (only !== undefined) return choices.length === 1 ? only : null
  return new Set(file.ranges.map((range) => range.service)).size === 1 && file.ranges[0]?.region === null ? ALL : null
}

const ALL: RangeChoice = { services: null, regions: null }
