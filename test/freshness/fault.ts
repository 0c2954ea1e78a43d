import type { RunningServer } from '#test/servers'
import type { ServerReport } from './report.ts'

export type ServerNumber = 0 | 1

/** What a fault may do while the servers verify. */
export type Struck = {
  readonly servers: readonly RunningServer[]
  /** Puts a question on a connection of its own about what was saved last; resolves when it is answered or lost. */
  callLate(server: ServerNumber): Promise<void>
  /** How many saves have returned. */
  savesReturned(): number
}

/** Something that goes wrong around the servers. */
export type Fault = {
  /** Over the variables that every server has. */
  readonly environments: readonly [Record<string, string>, Record<string, string>]
  /** How many callers ask each server at a time. */
  readonly callers: readonly [number, number]
  /** The servers that saves go through: those that can make one. */
  readonly savesThrough: readonly ServerNumber[]
  /** About how long it strikes, so that changes are made all the while; 0: as long as the run takes. */
  readonly lastsMs: number
  /** Begins when all is running; resolves when enough of it was seen. */
  strike(struck: Struck): Promise<void>
  /** What shows that it took hold, beside what the servers did: none of it may be 0. */
  evidence(did: readonly ServerReport[]): Readonly<Record<string, number>>
  close(): Promise<void>
}

export type FaultMaker = (databaseUrl: string) => Promise<Fault>

export const CALLERS = 12

/** Nothing goes wrong. */
export const healthy = {
  environments: [{}, {}],
  callers: [CALLERS, CALLERS],
  savesThrough: [0, 1],
  lastsMs: 0,
  strike: async () => undefined,
  evidence: () => ({}),
  close: async () => undefined,
} as const satisfies Fault
