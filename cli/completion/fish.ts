import type { Node, OptionWord } from './command-tree.ts'
import { pathsOf, quote, valueOptions } from './shell-text.ts'

/** Completion for fish. */
export function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap((node) =>
    pathsOf(node).flatMap((path) => {
      const when = `-n ${quote(`__gatelist_at ${quote(path)}`)}`
      const commands = node.commands.map(({ word, about }) => `${when} -a ${quote(word)} -d ${quote(about)}`)
      const options = node.options.map((option) => `${when} ${fishOption(option)} -d ${quote(option.about)}`)
      return [...commands, ...options].map((line) => `complete -c gatelist ${line}`)
    }),
  )
  // Files are offered where an option takes one, and nowhere else.
  const noFiles = 'complete -c gatelist -f'
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
${noFiles}
${lines.join('\n')}
`
}

function fishOption({ word, takesValue, choices }: OptionWord): string {
  const name = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`
  if (!takesValue) return name
  if (word === '--file' || word === '-f') return `${name} -r -F`
  return choices.length > 0 ? `${name} -x -a ${quote(choices.join(' '))}` : `${name} -r`
}
