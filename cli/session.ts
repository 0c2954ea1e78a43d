import type { Command } from 'commander'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { type Client, createClient } from './http/client.ts'
import { resolveTarget, type Target } from './http/target.ts'
import type { Io } from './io.ts'
import { createPrinter, type Format, type Printer } from './output.ts'
import { confirm } from './terminal/prompt.ts'

/** The options that every command takes. */
export type GlobalOptions = {
  readonly endpoint?: string
  readonly format: Format
  readonly quiet?: true
  readonly timeout?: number
  readonly insecureHttp?: true
  readonly yes?: true
}

/** What a command works with. */
export type Session = Printer & {
  readonly io: Io
  readonly client: Client
  /** A client for another server or with another token than the usual ones. */
  readonly clientFor: (target: Target) => Client
  readonly globals: GlobalOptions
}

/** One run of the program; a command leaves its exit code here. */
export type Run = { readonly io: Io; exitCode: ExitCode }

type Settings = {
  /** Time limit of a request when `--timeout` does not say. */
  readonly timeoutSeconds?: number
}

type Work<Options> = (session: Session, call: { args: readonly string[]; options: Options }) => Promise<ExitCode>

const TIMEOUT_SECONDS = 10

/** Makes `work` the action of a command. `args` are its operands; `options` are its own, `Options` naming their types. */
export function onRun<Options>(command: Command, run: Run, work: Work<Options>, settings: Settings = {}): void {
  command.action(async () => {
    const globals = command.optsWithGlobals<GlobalOptions>()
    const session = createSession(run.io, globals, settings)
    try {
      run.exitCode = await work(session, { args: command.args, options: command.opts<Options & object>() })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      session.warn(`Error: ${pathOf(command)}: ${error.message}`)
      run.exitCode = error.exitCode
    }
  })
}

function createSession(io: Io, globals: GlobalOptions, { timeoutSeconds = TIMEOUT_SECONDS }: Settings): Session {
  const options = {
    timeoutMs: (globals.timeout ?? timeoutSeconds) * 1000,
    insecureHttp: globals.insecureHttp === true,
  }
  const printer = createPrinter(io, { format: globals.format, quiet: globals.quiet === true })
  return {
    ...printer,
    io,
    client: createClient(io, () => resolveTarget(io, globals.endpoint), options),
    clientFor: (target) => createClient(io, () => target, options),
    globals,
  }
}

/** `keys issue` of `gatelist keys issue`. */
export function pathOf(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trim()
}

/** Asks on a terminal before what cannot be taken back; `--yes` and scripts are not asked. Throws when told no. */
export async function askFirst(session: Session, question: string): Promise<void> {
  if (session.globals.yes === true) return
  if ((await confirm(session.io, question)) === false) throw new Failure(exitCodes.failure, 'nothing was changed')
}
