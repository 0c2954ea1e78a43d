/**
 * The simple commands of a script, each as its words with the quotes taken off: those of pipes, of `&&`, and inside of `$(…)`.
 * Enough of the shell for what documents say to type. Variables stay as they are written.
 */
export function commandLines(script: string): readonly (readonly string[])[] {
  const inner: string[] = []
  const outer = withoutSubstitutions(script.replaceAll(/\\\n\s*/g, ' '), inner)
  return [...splitCommands(outer), ...inner.flatMap(commandLines)]
}

/** Puts a word in place of each `$(…)`, and what stood in it aside. */
function withoutSubstitutions(text: string, inner: string[]): string {
  const from = text.indexOf('$(')
  if (from === -1) return text
  let [depth, to] = [1, from + 2]
  for (; depth > 0 && to < text.length; to += 1) depth += text[to] === '(' ? 1 : text[to] === ')' ? -1 : 0
  inner.push(text.slice(from + 2, to - 1))
  return `${text.slice(0, from)}$SUBSTITUTED${withoutSubstitutions(text.slice(to), inner)}`
}

const TOKEN =
  /[ \t]*(?:(#[^\n]*)|(\n|\|\||&&|[;|]|[()](?=\s|;|$))|((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\;|()#]|(?<=\S)[#()])+))/gs

function splitCommands(text: string): string[][] {
  const commands: string[][] = [[]]
  for (const [, comment, separator, word] of text.matchAll(TOKEN)) {
    if (comment !== undefined) continue
    if (separator === undefined) commands.at(-1)?.push(unquoted(word ?? ''))
    else commands.push([])
  }
  return commands.map(withoutRedirections).filter((words) => words.length > 0)
}

function unquoted(word: string): string {
  return word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
    double !== undefined ? String(double).replaceAll(/\\(["\\$`])/g, '$1') : (single ?? escaped),
  )
}

function withoutRedirections(words: readonly string[]): string[] {
  const at = words.findIndex((word) => /^\d?[<>]/.test(word))
  const kept = at === -1 ? words : words.slice(0, at)
  const first = kept.findIndex((word) => !/^([A-Za-z_]\w*=|export$|do$|if$|while$|then$|\{$|command$)/.test(word))
  return first === -1 ? [] : kept.slice(first)
}

/** What `gatelist` is given by a command line, in whichever way it is called; null for another program. */
export function gatelistArguments(words: readonly string[]): readonly string[] | null {
  if (words[0] === 'gatelist') return words.slice(1)
  if (words[0] === 'npx' && words[1] === 'gatelist') return words.slice(2)
  const at = words.indexOf('dist/cli.js')
  if (at > 0) return words.slice(at + 1)
  if (words[0] === 'npm' && words.includes('cli')) return words.slice(words.indexOf('--') + 1)
  return null
}
