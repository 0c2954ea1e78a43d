const MESSAGES = {
  timeout: 'Gatelist did not answer in time',
  network: 'Gatelist could not be reached, or the connection broke',
  token_refused:
    'Gatelist refuses the management token: it is wrong, has ended, may not verify, or may not be used from here',
  redirected: 'Gatelist answered with a redirect, which is not followed; is the url right?',
  unexpected_status: 'Gatelist answered with a status that is no verdict',
  not_understood: 'What answered did not answer as Gatelist does; is the url right?',
  undecided: 'Gatelist could not decide; is its database there?',
} as const

/** Why nobody could decide. */
export type ProblemCode = keyof typeof MESSAGES

/** What went wrong, for whoever runs the application. Never holds a credential, the token or a text that was received. */
export type Problem = {
  readonly code: ProblemCode
  readonly message: string
  /** The HTTP status, where there was one. */
  readonly status: number | null
  /** The code of the system's error, for example ECONNREFUSED. */
  readonly cause: string | null
}

export function problem(code: ProblemCode, known: { status?: number; cause?: string | null } = {}): Problem {
  return { code, message: MESSAGES[code], status: known.status ?? null, cause: known.cause ?? null }
}

const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,63}$/

/** Of an error only its code is kept: its message may quote what was sent. */
export function networkProblem(error: unknown): Problem {
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined)
  return problem('network', { cause: typeof code === 'string' && SYSTEM_CODE.test(code) ? code : null })
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
