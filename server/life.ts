/** The life of a process, from its start to its end. */
export type Life = {
  /** @param goOn throws when the process is to end; called between long steps */
  start(goOn: () => void): Promise<void>
  /** Says that the end is near, and gives those who heard it the time to turn elsewhere. */
  announceEnd(say: (line: string) => void): Promise<void>
  /** Lets what is under way end. Called after `start` has ended, one way or another. */
  end(): Promise<void>
}
