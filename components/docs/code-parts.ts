export type CodePart = { readonly kind: 'plain' | 'comment' | 'text'; readonly text: string }

const HASH = /(?:^|(?<=\s))#.*$/
const SLASHES = /(?:^|(?<=\s))\/\/.*$/
const DASHES = /(?:^|(?<=\s))--\s.*$/
const commentOf: Readonly<Record<string, RegExp>> = {
  sh: HASH,
  yaml: HASH,
  ini: HASH,
  nginx: HASH,
  caddy: HASH,
  env: HASH,
  toml: HASH,
  js: SLASHES,
  ts: SLASHES,
  sql: DASHES,
}
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g

/** Enough to read a listing by: its comments, and what is quoted. Loses no character. */
export function codeParts(code: string, language: string): readonly CodePart[] {
  if (language === '' || language === 'text') return [{ kind: 'plain', text: code }]
  return code
    .split('\n')
    .flatMap((line, index) => [
      ...(index === 0 ? [] : [{ kind: 'plain', text: '\n' } as const]),
      ...partsOfLine(line, commentOf[language]),
    ])
}

function partsOfLine(line: string, comment: RegExp | undefined): readonly CodePart[] {
  // A mark of a comment inside of quotes is none.
  const blank = line.replaceAll(QUOTED, (text) => '"'.repeat(text.length))
  const from = comment?.exec(blank)?.index ?? line.length
  const parts: CodePart[] = []
  let end = 0
  for (const match of line.slice(0, from).matchAll(QUOTED)) {
    parts.push({ kind: 'plain', text: line.slice(end, match.index) }, { kind: 'text', text: match[0] })
    end = match.index + match[0].length
  }
  parts.push({ kind: 'plain', text: line.slice(end, from) }, { kind: 'comment', text: line.slice(from) })
  return parts.filter(({ text }) => text !== '')
}
