import type { Node } from './command-tree.ts'
import { anyOf, choiceLines, longOptions, pathsOf, quote, steps, valueOptions } from './shell-text.ts'

/** Completion for bash 4 and later. */
export function bash(nodes: readonly Node[]): string {
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
    -f|--file) compopt -o default 2>/dev/null; COMPREPLY=(); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _gatelist gatelist
`
}
