/** An answer, ready to be written by any door. `headers` is name, value, name, value… */
export type Answer = {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** An answer whose body comes bit by bit, as fast as it is taken. */
export type StreamedAnswer = Omit<Answer, 'body'> & { readonly body: ReadableStream<Uint8Array> }

// Answers tell of keys and addresses: nothing between here and the caller may keep them or guess their type.
const COMMON = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff']

/** A JSON answer. `extra` is name, value, name, value… */
export function jsonAnswer(status: number, body: unknown, extra: readonly string[] = []): Answer {
  return answer(status, 'application/json', JSON.stringify(body), extra)
}

/** JSON that is text already. */
export function jsonTextAnswer(status: number, text: string, extra: readonly string[] = []): Answer {
  return answer(status, 'application/json', text, extra)
}

export function textAnswer(status: number, body: string, extra: readonly string[] = []): Answer {
  return answer(status, 'text/plain; charset=utf-8', body, extra)
}

/** An answer without a body, such as 204. */
export function emptyAnswer(status: number): Answer {
  return { status, headers: COMMON, body: '' }
}

/** An answer whose length nobody knows yet. Without a body (for HEAD) nothing is begun. */
export function streamedAnswer(
  contentType: string,
  body: ReadableStream<Uint8Array>,
  extra: readonly string[],
): StreamedAnswer {
  return { status: 200, headers: ['Content-Type', contentType, ...COMMON, ...extra], body }
}

function answer(status: number, contentType: string, body: string, extra: readonly string[]): Answer {
  const headers = ['Content-Type', contentType, 'Content-Length', String(Buffer.byteLength(body)), ...COMMON, ...extra]
  return { status, headers, body }
}

/** The same answer with further headers. */
export function withHeaders(given: Answer, extra: readonly string[]): Answer {
  return { ...given, headers: [...given.headers, ...extra] }
}
