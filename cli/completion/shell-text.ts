import type { Node, OptionWord } from './command-tree.ts'

/** Every way to type the commands before this point. */
export const pathsOf = ({ path, aliases }: Node) => [path, ...aliases]
export const longOptions = ({ options }: Node) => options.filter(({ word }) => word.startsWith('--'))

/** Options with a value, over all commands: the word behind one is no command. */
export function valueOptions(nodes: readonly Node[]): readonly string[] {
  const words = nodes.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue).map(({ word }) => word))
  return [...new Set(words)].sort()
}

/** The lines of a `case` on the path of commands typed so far: each word that is a command there makes it longer. */
export function steps(nodes: readonly Node[]): readonly string[] {
  const paths = nodes.flatMap(pathsOf).filter((path) => path !== '')
  return [...new Set(paths)].map((path) => `      ${quote(path)}) at=$step ;;`)
}

/** For any of the three shells. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The pattern of a `case`. */
export function anyOf(words: readonly string[]): string {
  return words.map(quote).join('|')
}

/** What follows an option whose values are known, as `case` lines. */
export function choiceLines(node: Node, line: (option: OptionWord) => string): readonly string[] {
  return node.options.filter(({ choices }) => choices.length > 0).map(line)
}
