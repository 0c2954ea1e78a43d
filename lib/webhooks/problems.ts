/** Why an attempt failed. Nothing of what the receiver said is kept, so that nobody can read a service through us. */
export const attemptProblems = {
  status: 'The receiver answered with a status that is not 2xx.',
  redirect: 'The receiver answered with a redirect, and redirects are not followed. Enter the address it leads to.',
  gone: 'The receiver answered 410 Gone: it wants no more messages.',
  not_allowed: 'The host has a private or reserved address, and this server does not send webhooks there.',
  bad_address: 'The address of the webhook is not one that messages can be sent to.',
  unresolvable: 'The host’s name could not be resolved.',
  refused: 'The receiver refused the connection.',
  tls: 'The connection could not be secured: the certificate is not valid for this host, or TLS failed.',
  timeout: 'The receiver took too long.',
  connection: 'The connection failed before there was an answer.',
  internal: 'This server could not make the attempt.',
} as const satisfies Record<string, string>

export type AttemptProblem = keyof typeof attemptProblems

/** Words for a stored problem; one that a newer version wrote is shown as it is. */
export function problemWords(problem: string): string {
  return Object.hasOwn(attemptProblems, problem) ? attemptProblems[problem as AttemptProblem] : problem
}
