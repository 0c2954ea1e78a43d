import { anchorSequence } from './anchors.ts'
import { plainText } from './plain-text.ts'

/** One document, taken apart as far as the site needs it. */
export type DocumentPage = {
  /** For example `guides/cli`: the file below docs/ without its ending, and the address below /docs. */
  readonly path: string
  readonly title: string
  /** The first paragraph, as plain text. */
  readonly description: string
  /** Markdown without the title. */
  readonly body: string
  readonly parts: readonly DocumentPart[]
}

/** A heading with the text up to the next one. The first part of a page has no heading. */
export type DocumentPart = {
  readonly depth: number
  readonly heading: string
  readonly anchor: string
  readonly text: string
}

/** @throws Error on a text that does not begin with its title */
export function readPage(path: string, markdown: string): DocumentPage {
  const [first = '', ...rest] = markdown.split('\n')
  const [, title] = /^# (.+)$/.exec(first) ?? []
  if (title === undefined) throw new Error(`docs/${path}.md does not begin with its title`)
  const body = rest.join('\n').trim()
  return { path, title: plainText(title), description: firstParagraph(body), body, parts: partsOf(body) }
}

function firstParagraph(body: string): string {
  const prose = body.replaceAll(/^( *)```.*?^\1```$/gms, '')
  const paragraph = prose.split(/\n\s*\n/).find((block) => /^[\p{L}`*[“]/u.test(block))
  return plainText(paragraph ?? '')
}

function partsOf(body: string): readonly DocumentPart[] {
  const anchor = anchorSequence()
  const parts: { depth: number; heading: string; anchor: string; lines: string[] }[] = []
  let current = { depth: 1, heading: '', anchor: '', lines: [] as string[] }
  let isInFence = false
  for (const line of body.split('\n')) {
    if (/^\s*```/.test(line)) isInFence = !isInFence
    const [, marks = '', text = ''] = (isInFence ? null : /^(#{2,4}) (.+)$/.exec(line)) ?? []
    if (marks === '') {
      current.lines.push(line)
      continue
    }
    parts.push(current)
    const heading = plainText(text)
    current = { depth: marks.length, heading, anchor: anchor(heading), lines: [] }
  }
  parts.push(current)
  return parts.map(({ lines, ...part }) => ({ ...part, text: plainText(lines.join('\n')) }))
}
