import type { Command } from 'commander'
import { commandTree } from './completion/command-tree.ts'
import { scripts, shells } from './completion/scripts.ts'
import { exitCodes } from './exit-codes.ts'
import { onRun, type Run } from './session.ts'

/** `gatelist completion bash|zsh|fish`: a script made from the commands as they are. */
export function addCompletionCommand(program: Command, run: Run): void {
  const completion = program
    .command('completion')
    .description('a script that completes commands and options in a shell')
  for (const shell of shells) {
    const command = completion.command(shell).description(`for ${shell}: ${scripts[shell].howTo}`)
    onRun(command, run, async (session) => {
      session.io.stdout.write(scripts[shell].write(commandTree(program)))
      return exitCodes.ok
    })
  }
}
