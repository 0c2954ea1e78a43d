export type CodeToken = { readonly kind: 'plain' | 'name' | 'text' | 'value'; readonly text: string }

const MARKS = /("(?:[^"\\]|\\.)*")(?=(\s*:)?)|(?<![\w.:"-])(?:true|false|null|-?\d[\d.]*)(?=[\s,\]}]|$)/g

/** Enough of JSON's grammar to colour an example: the names of fields, texts, and other values. Loses no character. */
export function codeTokens(code: string): readonly CodeToken[] {
  const tokens: CodeToken[] = []
  let end = 0
  for (const match of code.matchAll(MARKS)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: code.slice(end, match.index) })
    const [text, quoted, colon] = match
    tokens.push({ kind: quoted === undefined ? 'value' : colon === undefined ? 'text' : 'name', text })
    end = match.index + text.length
  }
  if (end < code.length) tokens.push({ kind: 'plain', text: code.slice(end) })
  return tokens
}
