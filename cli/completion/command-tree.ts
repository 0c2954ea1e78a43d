import type { Command, Option } from 'commander'

export type Word = { readonly word: string; readonly about: string }
export type OptionWord = Word & { readonly takesValue: boolean; readonly choices: readonly string[] }

/** One command: what may follow it. `path` is `keys issued` of `gatelist keys issued`, empty for the program. */
export type Node = {
  readonly path: string
  /** Other paths to the same command, through aliases. */
  readonly aliases: readonly string[]
  readonly commands: readonly Word[]
  readonly options: readonly OptionWord[]
}

/** Every command of the program, itself first. */
export function commandTree(program: Command): readonly Node[] {
  return nodesBelow(program, [''], wordsOf(program))
}

function nodesBelow(command: Command, paths: readonly string[], global: readonly OptionWord[]): readonly Node[] {
  const [path = '', ...aliases] = paths
  const own = command.parent === null ? [] : wordsOf(command)
  const commands = command.commands.map((child) => ({ word: child.name(), about: child.description() }))
  const node = { path, aliases, commands, options: [...own, ...global] }
  const children = command.commands.flatMap((child) => {
    const names = [child.name(), ...child.aliases()]
    return nodesBelow(
      child,
      paths.flatMap((parent) => names.map((name) => `${parent} ${name}`.trim())),
      global,
    )
  })
  return [node, ...children]
}

function wordsOf(command: Command): readonly OptionWord[] {
  return command.options.flatMap((option) =>
    [option.short, option.long].flatMap((word) =>
      word === undefined || word === null ? [] : optionWord(option, word),
    ),
  )
}

function optionWord(option: Option, word: string): OptionWord {
  const takesValue = option.required || option.optional
  return { word, about: option.description, takesValue, choices: option.argChoices ?? [] }
}
