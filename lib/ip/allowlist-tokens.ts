/** A piece of the field that holds one entry, before it is judged. Offsets are UTF-16 code units of the whole text. */
export type Token = { kind: 'entry' | 'note' | 'line_end'; start: number; end: number }

/**
 * Cuts the text of the field into entries and notes, in one pass. Commas, semicolons, blanks and line ends separate;
 * `#` begins a note, which includes it and runs to the end of the line; the quotes and brackets of a pasted JSON array fall away.
 */
export function* tokensOf(text: string): Generator<Token> {
  for (let i = endOf(SEPARATORS, text, 0); i < text.length; i = endOf(SEPARATORS, text, i)) {
    const character = text.charAt(i)
    if (isLineEnd(character)) {
      const end = text.startsWith('\r\n', i) ? i + 2 : i + 1
      yield { kind: 'line_end', start: i, end }
      i = end
    } else if (character === '#') {
      const end = endOf(LINE, text, i)
      yield { kind: 'note', start: i, end }
      i = end
    } else {
      const end = endOfEntry(text, i)
      const { start, end: bareEnd } = withoutWrapping(text, { start: i, end })
      if (start < bareEnd) yield { kind: 'entry', start, end: bareEnd }
      i = end
    }
  }
}

/** Sticky runs of one character class: each is found by the engine in one step and can never backtrack. */
const SEPARATORS = /[ \t,;]*/y
const BLANKS = /[ \t]*/y
const WORD = /[^ \t,;\r\n#]*/y
const LINE = /[^\r\n]*/y

/** Where the run that begins at `from` ends. */
function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from
  run.test(text)
  return run.lastIndex
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r'
}

/** The end of a word, or of `a - b`: blanks around the hyphen do not cut a range in two. */
function endOfEntry(text: string, from: number): number {
  const end = endOf(WORD, text, from)
  const dash = text.charAt(end - 1) === '-' ? end - 1 : endOf(BLANKS, text, end)
  if (text.charAt(dash) !== '-') return end
  const second = endOf(BLANKS, text, dash + 1)
  const secondEnd = endOf(WORD, text, second)
  return secondEnd === second ? dash + 1 : secondEnd
}

function withoutWrapping(text: string, word: { start: number; end: number }): { start: number; end: number } {
  let { start, end } = word
  while (start < end && '["\''.includes(text.charAt(start))) start++
  while (start < end && ']"\''.includes(text.charAt(end - 1))) end--
  // [::1]:443 keeps its bracket, so that the entry can say what is wrong with it.
  const closesInside = text.charAt(start - 1) === '[' && start > word.start && text.slice(start, end).includes(']')
  return closesInside ? { start: start - 1, end } : { start, end }
}
