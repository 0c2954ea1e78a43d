import type { Server } from './options.ts'
import { networkProblem, type Problem, problem } from './problem.ts'
import { readText } from './read-text.ts'

type Call = { readonly path: string; readonly body: object; readonly maxBytes: number }

export type Answered =
  | { readonly ok: true; readonly json: unknown; readonly headers: Headers }
  | { readonly ok: false; readonly problem: Problem }

/** Asks once; never rejects. The limit holds for all of it, whatever the `fetch` in use makes of its signal. */
export async function ask(server: Server, call: Call): Promise<Answered> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<Answered>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, problem: problem('timeout') })
      controller.abort()
    }, server.timeoutMs)
  })
  try {
    return await Promise.race([post(server, call, controller.signal), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

async function post(server: Server, { path, body, maxBytes }: Call, signal: AbortSignal): Promise<Answered> {
  try {
    const response = await server.fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${server.token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'User-Agent': 'gatelist-node',
      },
      body: JSON.stringify(body),
      // The token would go wherever it points.
      redirect: 'manual',
      signal,
    })
    // Read in any case, so that the connection can be used again.
    const text = await readText(response, maxBytes)
    return readAnswer(response, text)
  } catch (error) {
    return { ok: false, problem: networkProblem(error) }
  }
}

function readAnswer(response: Response, text: string | null): Answered {
  const { status } = response
  if (response.redirected || response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return { ok: false, problem: problem('redirected', { status }) }
  }
  if (status === 401 || status === 403) return { ok: false, problem: problem('token_refused', { status }) }
  if (status !== 200) return { ok: false, problem: problem('unexpected_status', { status }) }
  const json = text === null ? undefined : parseJson(text)
  if (json === undefined) return { ok: false, problem: problem('not_understood', { status }) }
  return { ok: true, json, headers: response.headers }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
