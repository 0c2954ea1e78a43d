import { type Answer, jsonAnswer } from '../answer.ts'

/**
 * Everything that can go wrong under /v2alpha1: the one table of statuses and texts (AIP-193). `reason` on the wire is the
 * name in upper case. `text` is what is said when nothing more particular is.
 */
const PROBLEMS = {
  bad_request: {
    http: 400,
    status: 'INVALID_ARGUMENT',
    text: 'The request was malformed or contained invalid parameters',
  },
  credential_required: { http: 400, status: 'INVALID_ARGUMENT', text: 'A credential is required.' },
  derived_token_not_revocable: { http: 400, status: 'INVALID_ARGUMENT', text: 'Derived tokens cannot be revoked.' },
  policy_violation: {
    http: 400,
    status: 'FAILED_PRECONDITION',
    text: 'A policy of this installation forbids this',
  },
  client_ip_unknown: { http: 400, status: 'INVALID_ARGUMENT', text: 'unable to determine client IP' },
  unauthorized: {
    http: 401,
    status: 'UNAUTHENTICATED',
    text: 'The request could not be authorized',
    headers: ['WWW-Authenticate', 'Bearer'],
  },
  parent_key_invalid: { http: 401, status: 'UNAUTHENTICATED', text: 'verify API key' },
  parent_key_revoked: { http: 403, status: 'PERMISSION_DENIED', text: 'key is revoked' },
  forbidden: { http: 403, status: 'PERMISSION_DENIED', text: 'The requested action was forbidden' },
  ip_not_allowed: {
    http: 403,
    status: 'PERMISSION_DENIED',
    text: 'The request IP is not allowed for this management token.',
  },
  api_key_not_found: { http: 404, status: 'NOT_FOUND', text: 'API key not found' },
  allowlist_not_found: { http: 404, status: 'NOT_FOUND', text: 'Named list not found' },
  entry_not_found: { http: 404, status: 'NOT_FOUND', text: 'Allowlist entry not found' },
  version_not_found: { http: 404, status: 'NOT_FOUND', text: 'Version not found' },
  not_found: { http: 404, status: 'NOT_FOUND', text: 'The requested resource could not be found' },
  method_not_allowed: { http: 405, status: 'UNIMPLEMENTED', text: 'The method is not allowed here' },
  api_key_exists: { http: 409, status: 'ALREADY_EXISTS', text: 'An API key with this identifier already exists.' },
  allowlist_exists: { http: 409, status: 'ALREADY_EXISTS', text: 'There is a named list of this name already.' },
  entry_exists: { http: 409, status: 'ALREADY_EXISTS', text: 'This network is in the allowlist already.' },
  failed_precondition: {
    http: 409,
    status: 'FAILED_PRECONDITION',
    text: 'The operation cannot be completed due to a failed precondition.',
  },
  staff_hold: {
    http: 409,
    status: 'FAILED_PRECONDITION',
    text: 'Gatelist staff stopped this key, and only they can change that.',
  },
  lockout_risk: {
    http: 409,
    status: 'FAILED_PRECONDITION',
    text: 'The change would refuse callers that were let through in the last hour',
  },
  etag_mismatch: {
    http: 412,
    status: 'FAILED_PRECONDITION',
    text: 'The resource is not what If-Match names: read it again and decide anew',
  },
  request_too_large: {
    http: 413,
    status: 'INVALID_ARGUMENT',
    text: 'The request body is larger than 1 MiB',
    headers: ['Connection', 'close'],
  },
  unsupported_media_type: { http: 415, status: 'INVALID_ARGUMENT', text: 'Content-Type must be application/json' },
  idempotency_key_reused: {
    http: 422,
    status: 'INVALID_ARGUMENT',
    text: 'This Idempotency-Key was used for another request body',
  },
  too_many_requests: {
    http: 429,
    status: 'RESOURCE_EXHAUSTED',
    text: 'The request was throttled due to resource exhaustion.',
  },
  headers_too_large: {
    http: 431,
    status: 'INVALID_ARGUMENT',
    text: 'The request header fields are too large',
    headers: ['Connection', 'close'],
  },
  internal_server_error: {
    http: 500,
    status: 'INTERNAL',
    text: 'An internal server error occurred, please contact the system administrator',
  },
  service_unavailable: {
    http: 503,
    status: 'UNAVAILABLE',
    text: 'The service is temporarily unavailable.',
    headers: ['Retry-After', '1'],
  },
} as const satisfies Record<string, { http: number; status: string; text: string; headers?: readonly string[] }>

export type AdminProblemCode = keyof typeof PROBLEMS

/** The same table for readers, by status. */
export const adminProblems: readonly { http: number; status: string; reason: string; text: string }[] = Object.entries(
  PROBLEMS,
)
  .map(([code, { http, status, text }]) => ({ http, status, reason: code.toUpperCase(), text }))
  .sort((one, other) => one.http - other.http)

/** What is wrong with one field; `field` is its path in the body or the name of the parameter. */
export type FieldViolation = { field: string; description: string }

type Details = {
  message?: string
  metadata?: Record<string, string>
  violations?: readonly FieldViolation[]
  /** Further details, each with its `@type`. */
  details?: readonly object[]
}

/** Ends the handling of a request, and its transaction, with an answer that says what is wrong. */
export class AdminProblem extends Error {
  readonly code: AdminProblemCode
  readonly details: Details

  constructor(code: AdminProblemCode, details: Details = {}) {
    super(details.message ?? PROBLEMS[code].text)
    this.name = 'AdminProblem'
    this.code = code
    this.details = details
  }
}

const DOMAIN = 'www.ory.com/talos'

/** `extra` is name, value, name, value… */
export function problemAnswer({ code, message, details }: AdminProblem, extra: readonly string[] = []): Answer {
  const problem = PROBLEMS[code]
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: code.toUpperCase(),
    domain: DOMAIN,
    ...(details.metadata === undefined ? {} : { metadata: details.metadata }),
  }
  const fields = details.violations?.length
    ? [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', field_violations: details.violations }]
    : []
  const body = {
    error: {
      code: problem.http,
      message,
      status: problem.status,
      details: [info, ...fields, ...(details.details ?? [])],
    },
  }
  return jsonAnswer(problem.http, body, [...('headers' in problem ? problem.headers : []), ...extra])
}

const MAX_SHOWN = 5
/** Names come from the caller, who may have made them as long as a body. */
const MAX_NAME = 200

/** A 400 that names each field. */
export function invalidFields(violations: readonly FieldViolation[]): AdminProblem {
  const shown = violations
    .slice(0, MAX_SHOWN)
    .map(({ field, description }) => ({ field: field.slice(0, MAX_NAME), description }))
  const rest = violations.length - shown.length
  const sentences = shown.map(sentenceOf)
  const message = [...sentences, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
  return new AdminProblem('bad_request', { message, violations: shown })
}

/** Some texts of Talos name their field themselves. */
function sentenceOf({ field, description }: FieldViolation): string {
  return field === '' || description.startsWith(`${field} `) ? description : `${field}: ${description}`
}

/** A body that says a member twice, whichever way it is written. */
export function namedTwice(field: string): AdminProblem {
  return invalidFields([{ field, description: 'is named twice' }])
}
