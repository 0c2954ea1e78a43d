import type { Node } from './command-tree.ts'
import { anyOf, choiceLines, longOptions, pathsOf, quote, steps, valueOptions } from './shell-text.ts'

/** Completion for zsh. */
export function zsh(nodes: readonly Node[]): string {
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
