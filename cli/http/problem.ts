import { exitCodeOfStatus, exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Answer } from './client.ts'

/** What an error answer says, of either shape: AIP-193 under /v2alpha1, `{"error": "text"}` under /v1. */
export type Problem = {
  readonly message: string
  /** The gRPC name, such as ALREADY_EXISTS. */
  readonly status: string | null
  readonly reason: string | null
  readonly metadata: Readonly<Record<string, unknown>>
}

type Detail = { reason?: unknown; metadata?: unknown }
type Envelope = { error?: string | { message?: unknown; status?: unknown; details?: unknown } }

/** Reads whatever came back; never throws, for there is something to say in any case. */
export function readProblem(answer: Pick<Answer, 'status' | 'body'>): Problem {
  const { error } = (isRecord(answer.body) ? answer.body : {}) as Envelope
  if (typeof error === 'string') return { message: error, status: null, reason: null, metadata: {} }
  const detail: Detail = Array.isArray(error?.details) && isRecord(error.details[0]) ? error.details[0] : {}
  return {
    message: textOr(error?.message, `the server answered ${answer.status}`) ?? '',
    status: textOr(error?.status, null),
    reason: textOr(detail.reason, null),
    metadata: isRecord(detail.metadata) ? detail.metadata : {},
  }
}

/** The failure that an error answer ends a command with. */
export function failureOf(answer: Answer): Failure {
  const { message, reason } = readProblem(answer)
  const id = answer.requestId === null ? '' : ` (request ${answer.requestId})`
  // A key that no token can be derived from is a 401 too, and has nothing to do with who calls.
  if (reason === 'PARENT_KEY_INVALID')
    return new Failure(exitCodes.refused, `the key is not valid, or not from this address${id}`)
  const hint = hints[reason ?? ''] ?? ''
  return new Failure(exitCodeOfStatus(answer.status), `${message}${hint}${id}`)
}

const hints: Readonly<Record<string, string>> = {
  UNAUTHORIZED: ': the management token is unknown, revoked or expired',
  LOCKOUT_RISK: ' Name them in --confirm-lockout (0.0.0.0/0,::/0 names everybody), or look first with --dry-run',
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOr(value: unknown, otherwise: string | null): string | null {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
