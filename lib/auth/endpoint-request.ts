// A sign-in is an e-mail address, a password and a token.
const maxBytes = 16 * 1024

/** What the sign-in endpoints cannot read gets its answer here; the library behind them would answer 500. */
export async function refuseUnreadable(request: Request): Promise<Response | null> {
  const length = request.headers.get('content-length')
  if (length === null) return refusal(411, 'Content-Length required')
  if (!/^\d{1,9}$/.test(length) || Number(length) > maxBytes) return refusal(413, 'Request body too large')
  if (!request.headers.get('content-type')?.includes('application/json')) return null
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null)
  return isObject(body) ? null : refusal(400, 'Request body must be a JSON object')
}

export function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

function isObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}
