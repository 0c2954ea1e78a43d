/** What a script can tell apart without reading text. docs/guides/cli.md lists the same. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** 401, or no token at all. */
  unauthenticated: 3,
  notFound: 4,
  /** 403, a credential that is not valid, an address that is not allowed. */
  refused: 5,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const ofStatus: Readonly<Record<number, ExitCode>> = {
  401: exitCodes.unauthenticated,
  403: exitCodes.refused,
  404: exitCodes.notFound,
}

/** The exit code of a request that the server answered with this HTTP status. */
export function exitCodeOfStatus(status: number): ExitCode {
  return ofStatus[status] ?? exitCodes.failure
}
