import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { buildProgram } from './program.ts'
import type { Run } from './session.ts'

/** Runs one command line (without `node` and the script) and answers its exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const run: Run = { io, exitCode: exitCodes.ok }
  try {
    await buildProgram(run).parseAsync(args, { from: 'user' })
    return run.exitCode
  } catch (error) {
    // Commander has said what is wrong; help and version that were asked for end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    throw error
  }
}
