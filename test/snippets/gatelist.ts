import { PassThrough } from 'node:stream'
import { type Command, CommanderError } from 'commander'
import type { Io } from '../../cli/io.ts'
import { buildProgram } from '../../cli/program.ts'

/** The command tree of `gatelist`, whose commands do nothing. */
function program(): Command {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const io = { env: {}, cwd: '/', homeDir: '/', projectRoot: null, stdin, stdout, stderr, now: () => new Date() }
  const tree = buildProgram({ io: { ...io, signal: new AbortController().signal } as unknown as Io, exitCode: 0 })
  const still = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => undefined)
    for (const inner of command.commands) still(inner)
  }
  still(tree)
  return tree
}

/** Why the program would not take these words, or null. */
export async function problemOf(words: readonly string[]): Promise<string | null> {
  try {
    await program().parseAsync(words, { from: 'user' })
    return null
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? null : error.message
    throw error
  }
}

/** The command that the first words name, as far as they name one; and the words that are left. */
export function findCommand(words: readonly string[]): {
  command: Command
  path: readonly string[]
  rest: readonly string[]
} {
  let command = program()
  const path: string[] = []
  for (const [index, word] of words.entries()) {
    const inner = command.commands.find((one) => one.name() === word || one.aliases().includes(word))
    if (inner === undefined) return { command, path, rest: words.slice(index) }
    command = inner
    path.push(word)
  }
  return { command, path, rest: [] }
}

/** Every long option that a command takes, those of the commands above it too. */
export function longOptionsOf(command: Command | null): readonly string[] {
  if (command === null) return ['--help']
  const own = command.options.flatMap(({ long, negate }) => (long === undefined ? [] : negate ? [long] : [long]))
  return [...own, ...longOptionsOf(command.parent)]
}
