import type { DocumentPage, DocumentPart } from './page.ts'

export type DocumentHit = {
  readonly path: string
  readonly title: string
  /** Empty for what stands above the first heading. */
  readonly heading: string
  readonly anchor: string
  /** The text around the first word that was found. */
  readonly excerpt: string
}

const MOST = 40
const EXCERPT_CHARS = 180

/** Parts of pages that hold every word; those that hold them in title or heading come first. */
export function searchDocuments(pages: readonly DocumentPage[], query: string): readonly DocumentHit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const found = pages.flatMap((page) =>
    page.parts.flatMap((part) => {
      const rank = rankOf(page, part, words)
      return rank === 0 ? [] : [{ rank, hit: hitOf(page, part, words) }]
    }),
  )
  return found
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST)
    .map(({ hit }) => hit)
}

function rankOf(page: DocumentPage, part: DocumentPart, words: readonly string[]): number {
  const isTop = part.heading === ''
  const head = (isTop ? page.title : part.heading).toLowerCase()
  const all = `${page.title} ${part.heading} ${part.text}`.toLowerCase()
  if (!words.every((word) => all.includes(word))) return 0
  const inHead = words.filter((word) => head.includes(word)).length
  const inText = words.filter((word) => part.text.toLowerCase().includes(word)).length
  // Under every heading the title is found again; that alone is no reason to show each.
  if (inHead === 0 && inText === 0) return 0
  return inHead * (isTop ? 4 : 3) + inText
}

function hitOf(page: DocumentPage, part: DocumentPart, words: readonly string[]): DocumentHit {
  const { path, title } = page
  const { heading, anchor, text } = part
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0)
  return { path, title, heading, anchor, excerpt: excerptOf(text, Math.min(...places, text.length)) }
}

function excerptOf(text: string, place: number): string {
  if (text.length <= EXCERPT_CHARS) return text
  const wanted = place === text.length ? 0 : Math.max(0, place - EXCERPT_CHARS / 3)
  const from = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1
  const cut = text.slice(from, from + EXCERPT_CHARS)
  const to = from + EXCERPT_CHARS < text.length ? cut.lastIndexOf(' ') : cut.length
  return `${from === 0 ? '' : '… '}${cut.slice(0, to)}${to < cut.length || from + EXCERPT_CHARS < text.length ? ' …' : ''}`
}
