const messages = {
  unreachable: 'The mail server could not be reached.',
  login_refused: 'The mail server did not accept the login that this server has for it.',
  not_secure: 'A safe connection to the mail server could not be made.',
  address_refused: 'The mail server does not take mail for this address.',
  message_refused: 'The mail server did not take the message.',
  bad_address: 'This address cannot get mail.',
} as const

export type MailProblem = keyof typeof messages

/**
 * Why a message was not sent. `message` may be shown and logged: what the mail server itself said is left out, because
 * servers repeat what they were sent, and that may have been a link.
 */
export class MailError extends Error {
  readonly problem: MailProblem
  /** The code of the mail server's answer, such as 550, where it gave one. */
  readonly smtpCode: number | undefined

  constructor(problem: MailProblem, smtpCode?: number) {
    super(messages[problem])
    this.name = 'MailError'
    this.problem = problem
    this.smtpCode = smtpCode
  }
}

const problems: Readonly<Record<string, MailProblem>> = {
  EAUTH: 'login_refused',
  ENOAUTH: 'login_refused',
  ETLS: 'not_secure',
  EENVELOPE: 'address_refused',
  EMESSAGE: 'message_refused',
}

type LibraryError = { code?: unknown; responseCode?: unknown; command?: unknown; message?: unknown }

/** What a failure of the mail library comes to. */
export function mailErrorOf(error: unknown): MailError {
  const { code, responseCode } = error as LibraryError
  const problem = problems[String(code)] ?? (isOfTls(detailOf(error)) ? 'not_secure' : 'unreachable')
  return new MailError(problem, typeof responseCode === 'number' ? responseCode : undefined)
}

/** What went wrong while connecting, for the log: nothing of a message had been said by then. */
export function detailOf(error: unknown): string | undefined {
  const { command, message } = error as LibraryError
  return command === 'CONN' && typeof message === 'string' ? message.trim().slice(0, 200) : undefined
}

/** A certificate that is not good has the code of any broken connection. */
function isOfTls(detail: string | undefined): boolean {
  return detail !== undefined && /certificate|altnames|SSL routines/i.test(detail)
}
