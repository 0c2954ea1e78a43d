import type { Readable, Writable } from 'node:stream'

export type Input = Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown }
export type Output = Writable & { isTTY?: boolean; columns?: number }
export type Variables = Readonly<Record<string, string | undefined>>

/** All that a command touches besides the network, so that a test can stand in for the terminal. */
export type Io = {
  readonly env: Variables
  readonly cwd: string
  readonly homeDir: string
  /** The folder of package.json when this runs inside an installation of Gatelist. */
  readonly projectRoot: string | null
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Aborted when the person at the terminal gives up. */
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** A variable that is there but empty counts as unset. */
export function variable(io: Pick<Io, 'env'>, name: string): string | undefined {
  const value = io.env[name]
  return value === undefined || value.trim() === '' ? undefined : value
}

/** Whether somebody sits there who can be asked. */
export function canAsk(io: Pick<Io, 'stdin' | 'stderr'>): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true
}
