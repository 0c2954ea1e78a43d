import { type Answer, jsonAnswer } from './answer.ts'

/** Everything that can go wrong under /v1, and what the caller is told. The one table of statuses and texts. */
const PROBLEMS = {
  invalid_key: { status: 401, error: 'Invalid API key', headers: ['WWW-Authenticate', 'Bearer'] },
  ip_not_allowed: { status: 403, error: 'IP address not allowed' },
  rate_limited: { status: 429, error: 'Rate limit exceeded' },
  email_required: { status: 400, error: 'Email parameter is required' },
  email_not_text: { status: 400, error: 'Email parameter must be a string' },
  unknown_validation_type: { status: 400, error: 'Validation type must be "mx" or "smtp"' },
  invalid_json: { status: 400, error: 'Request body must be a JSON object' },
  smtp_not_available: {
    status: 402,
    error: 'SMTP validation requires a Premium subscription',
    extra: { current_plan: 'starter' },
  },
  bad_request: { status: 400, error: 'Bad request' },
  ip_unknown: { status: 400, error: 'Unable to determine client IP' },
  not_found: { status: 404, error: 'Not found' },
  method_not_allowed: { status: 405, error: 'Method not allowed' },
  body_too_large: { status: 413, error: 'Request body too large', headers: ['Connection', 'close'] },
  unsupported_media_type: { status: 415, error: 'Content-Type must be application/json' },
  headers_too_large: { status: 431, error: 'Request header fields too large', headers: ['Connection', 'close'] },
  internal: { status: 500, error: 'Internal server error' },
  database_unavailable: { status: 503, error: 'Service temporarily unavailable', headers: ['Retry-After', '1'] },
  dns_unavailable: { status: 503, error: 'Domain could not be looked up, try again', headers: ['Retry-After', '5'] },
} satisfies Record<string, { status: number; error: string; headers?: string[]; extra?: Record<string, string> }>

export type ProblemCode = keyof typeof PROBLEMS

/** The same table for readers, by status. */
export const v1Problems: readonly { http: number; text: string }[] = Object.values(PROBLEMS)
  .map(({ status, error }) => ({ http: status, text: error }))
  .sort((one, other) => one.http - other.http)

const prepared = new Map<string, Answer>(
  Object.entries(PROBLEMS).map(([code, problem]) => {
    const extra = 'extra' in problem ? problem.extra : {}
    return [
      code,
      jsonAnswer(problem.status, { error: problem.error, ...extra }, 'headers' in problem ? problem.headers : []),
    ]
  }),
)

/** The answer to a problem: always the same bytes for the same code. */
export function problemAnswer(code: ProblemCode): Answer {
  const answer = prepared.get(code)
  if (answer === undefined) throw new Error(`no answer is prepared for ${code}`)
  return answer
}
