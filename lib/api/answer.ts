/** An answer, ready to be written by any door. `headers` is name, value, name, value… */
export type Answer = {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

// Answers tell of keys and addresses: nothing between here and the caller may keep them or guess their type.
const COMMON = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff']

/** A JSON answer. `extra` is name, value, name, value… */
export function jsonAnswer(status: number, body: unknown, extra: readonly string[] = []): Answer {
  return answer(status, 'application/json', JSON.stringify(body), extra)
}

export function textAnswer(status: number, body: string, extra: readonly string[] = []): Answer {
  return answer(status, 'text/plain; charset=utf-8', body, extra)
}

function answer(status: number, contentType: string, body: string, extra: readonly string[]): Answer {
  const headers = ['Content-Type', contentType, 'Content-Length', String(Buffer.byteLength(body)), ...COMMON, ...extra]
  return { status, headers, body }
}

/** The same answer with further headers. */
export function withHeaders(given: Answer, extra: readonly string[]): Answer {
  return { ...given, headers: [...given.headers, ...extra] }
}
