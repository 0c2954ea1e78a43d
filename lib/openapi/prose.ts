/** A run of text in a description. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Paragraph = readonly Inline[]

/**
 * The little of Markdown that descriptions use: paragraphs, `code`, [links](https://example.com) and bare addresses.
 * All else is shown as it was written. Only addresses that a reader may safely press become links.
 */
export function paragraphsOf(text: string): readonly Paragraph[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => inlinesOf(block.trim().replaceAll(/\s*\n\s*/g, ' ')))
    .filter((inlines) => inlines.length > 0)
}

const MARKS = /`([^`]+)`|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()`]*[^\s<>()`.,;:!?'"])/g

export function inlinesOf(text: string): Paragraph {
  const inlines: Inline[] = []
  let end = 0
  for (const match of text.matchAll(MARKS)) {
    if (match.index > end) inlines.push({ kind: 'text', text: text.slice(end, match.index) })
    inlines.push(inlineOf(match))
    end = match.index + match[0].length
  }
  if (end < text.length) inlines.push({ kind: 'text', text: text.slice(end) })
  return inlines
}

function inlineOf([whole, code, label, target, bare]: RegExpMatchArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code }
  const href = target ?? bare ?? ''
  if (!isSafe(href)) return { kind: 'text', text: whole }
  return { kind: 'link', text: label ?? whole, href }
}

/** The web, a mailbox, or a place on this server; `//host` is neither. */
function isSafe(href: string): boolean {
  return /^(https?:\/\/|mailto:|#|\/(?![/\\]))/i.test(href)
}
