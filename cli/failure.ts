import { type ExitCode, exitCodes } from './exit-codes.ts'

/** Ends a command in words. Thrown, because every command ends the same way and cli/run.ts is the one that ends it. */
export class Failure extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
  }
}

/** The command line, a file or a variable says something that cannot be meant; nothing was sent. */
export function usage(message: string): Failure {
  return new Failure(exitCodes.usage, message)
}

export function failed(message: string): Failure {
  return new Failure(exitCodes.failure, message)
}

export function interrupted(): Failure {
  return new Failure(exitCodes.interrupted, 'interrupted')
}
