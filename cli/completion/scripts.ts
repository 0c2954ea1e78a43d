import type { Node, OptionWord } from './command-tree.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]
type Script = { readonly howTo: string; readonly write: (nodes: readonly Node[]) => string }

/** For each shell, how to use its script and how to write it. */
export const scripts: Readonly<Record<Shell, Script>> = {
  bash: { howTo: 'source <(gatelist completion bash)', write: bash },
  zsh: { howTo: 'source <(gatelist completion zsh), after compinit', write: zsh },
  fish: { howTo: 'gatelist completion fish | source', write: fish },
}

const pathsOf = ({ path, aliases }: Node) => [path, ...aliases]
const longOptions = ({ options }: Node) => options.filter(({ word }) => word.startsWith('--'))

/** Options with a value, over all commands: the word behind one is no command. */
function valueOptions(nodes: readonly Node[]): readonly string[] {
  const words = nodes.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue).map(({ word }) => word))
  return [...new Set(words)].sort()
}

/** The lines of a `case` on the path of commands typed so far: each word that is a command there makes it longer. */
function steps(nodes: readonly Node[]): readonly string[] {
  const paths = nodes.flatMap(pathsOf).filter((path) => path !== '')
  return [...new Set(paths)].map((path) => `      ${quote(path)}) at=$step ;;`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function anyOf(words: readonly string[]): string {
  return words.map(quote).join('|')
}

/** What follows an option whose values are known, as `case` lines. */
function choiceLines(node: Node, line: (option: OptionWord) => string): readonly string[] {
  return node.options.filter(({ choices }) => choices.length > 0).map(line)
}

function bash(nodes: readonly Node[]): string {
  const cases = nodes.map((node) => {
    const words = [...node.commands, ...longOptions(node)].map(({ word }) => word).join(' ')
    const choices = choiceLines(
      node,
      ({ word, choices }) => `        ${quote(word)}) words=${quote(choices.join(' '))} ;;`,
    )
    const inner = [`      words=${quote(words)}`, '      case $previous in', ...choices, '      esac ;;']
    return [`    ${anyOf(pathsOf(node))})`, ...inner].join('\n')
  })
  return `# bash completion for gatelist
_gatelist() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local at='' step word skip='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $skip ]]; then skip=''; continue; fi
    case $word in
      ${anyOf(valueOptions(nodes))}) skip=1; continue ;;
      -*) continue ;;
    esac
    step=\${at:+$at }$word
    case $step in
${steps(nodes).join('\n')}
    esac
  done
  case $at in
${cases.join('\n')}
  esac
  case $previous in
    -f|--file) compopt -o default; COMPREPLY=(); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _gatelist gatelist
`
}

function zsh(nodes: readonly Node[]): string {
  const described = (word: string, about: string) => quote(`${word.replaceAll(':', '\\:')}:${about}`)
  const cases = nodes.map((node) => {
    const words = [...node.commands, ...longOptions(node)].map(({ word, about }) => described(word, about))
    const choices = choiceLines(
      node,
      ({ word, choices }) => `        ${quote(word)}) entries=(${choices.map(quote).join(' ')}) ;;`,
    )
    const inner = [`      entries=(${words.join(' ')})`, '      case $previous in', ...choices, '      esac ;;']
    return [`    ${anyOf(pathsOf(node))})`, ...inner].join('\n')
  })
  return `#compdef gatelist
_gatelist() {
  local previous=\${words[CURRENT-1]} at='' step word skip=''
  local -a entries
  for word in \${words[2,CURRENT-1]}; do
    if [[ -n $skip ]]; then skip=''; continue; fi
    case $word in
      ${anyOf(valueOptions(nodes))}) skip=1; continue ;;
      -*) continue ;;
    esac
    step=\${at:+$at }$word
    case $step in
${steps(nodes).join('\n')}
    esac
  done
  case $previous in
    -f|--file) _files; return ;;
  esac
  case $at in
${cases.join('\n')}
  esac
  _describe gatelist entries
}
if [[ \${funcstack[1]} = _gatelist ]]; then _gatelist "$@"; else compdef _gatelist gatelist; fi
`
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap((node) =>
    pathsOf(node).flatMap((path) => {
      const when = `-n ${quote(`__gatelist_at ${quote(path)}`)}`
      const commands = node.commands.map(({ word, about }) => `${when} -a ${quote(word)} -d ${quote(about)}`)
      const options = node.options.map((option) => `${when} ${fishOption(option)} -d ${quote(option.about)}`)
      return [...commands, ...options].map((line) => `complete -c gatelist -f ${line}`)
    }),
  )
  const paths = [...new Set(nodes.flatMap(pathsOf).filter((path) => path !== ''))]
  return `# fish completion for gatelist
function __gatelist_at
  set -l at ''
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${valueOptions(nodes).map(quote).join(' ')}
        set skip 1
        continue
      case '-*'
        continue
    end
    set -l step (string trim -- "$at $word")
    contains -- $step ${paths.map(quote).join(' ')}; and set at $step
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`
}

function fishOption({ word, takesValue, choices }: OptionWord): string {
  const name = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`
  if (!takesValue) return name
  return choices.length > 0 ? `${name} -x -a ${quote(choices.join(' '))}` : `${name} -r`
}
