import { anchorOf } from './anchors.ts'
import { plainText } from './plain-text.ts'

/** What docs/README.md lists, in its order. */
export type Contents = {
  /** What stands above the first section. */
  readonly lead: string
  readonly sections: readonly ContentsSection[]
}

export type ContentsSection = {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly entries: readonly ContentsEntry[]
}

export type ContentsEntry = {
  /** For example `guides/cli`. */
  readonly path: string
  readonly title: string
  readonly summary: string
}

const ENTRY = /^- \[([^\]]+)\]\(([^)]+)\.md\): (.+)$/

/** Reads the index of the documents: sections by `##`, a sentence each, and a list of pages. */
export function readContents(markdown: string): Contents {
  const [head = '', ...rest] = markdown.split(/^## /m)
  const lead = paragraphOf(head.split('\n').slice(1))
  // A section without pages tells of what the site does not have.
  const sections = rest.map(sectionOf).filter(({ entries }) => entries.length > 0)
  return { lead, sections }
}

function sectionOf(text: string): ContentsSection {
  const [title = '', ...lines] = text.split('\n')
  const entries = lines.flatMap((line) => {
    const [, name, path, summary] = ENTRY.exec(line) ?? []
    return name === undefined || path === undefined || summary === undefined
      ? []
      : [{ path, title: name, summary: plainText(summary) }]
  })
  const words = lines.filter((line) => !line.startsWith('- '))
  return { id: anchorOf(title), title, description: paragraphOf(words), entries }
}

function paragraphOf(lines: readonly string[]): string {
  return lines.join(' ').replaceAll(/\s+/g, ' ').trim()
}

export type Neighbours = {
  readonly section: ContentsSection
  readonly previous: ContentsEntry | null
  readonly next: ContentsEntry | null
}

/** Where a page stands; null for one that is not listed. */
export function neighboursOf({ sections }: Contents, path: string): Neighbours | null {
  const section = sections.find(({ entries }) => entries.some((entry) => entry.path === path))
  if (section === undefined) return null
  const all = sections.flatMap(({ entries }) => entries)
  const place = all.findIndex((entry) => entry.path === path)
  return { section, previous: all[place - 1] ?? null, next: all[place + 1] ?? null }
}
