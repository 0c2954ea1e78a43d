import { setTimeout as sleep } from 'node:timers/promises'
import { interrupted } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Answer, Call, Client } from './client.ts'

const ATTEMPTS = 5
const LONGEST_WAIT_MS = 60_000

/**
 * Sends a call again while the server says that it is only busy (429, 503), a few times and as late as it asks for.
 * The call must be one that may be repeated. The last answer is given back as it is.
 */
export async function sendPatiently(io: Io, client: Client, call: Call): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await client.send(call)
    if (answer.status !== 429 && answer.status !== 503) return answer
    const waitMs = waitOf(answer.headers.get('Retry-After'), attempt, io.now())
    if (attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) return answer
    await sleep(waitMs, undefined, { signal: io.signal }).catch(() => {
      throw interrupted()
    })
  }
}

/** Retry-After is seconds or a date (RFC 9110 §10.2.3); without it, twice as long each time. */
function waitOf(header: string | null, attempt: number, now: Date): number {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? 500 * 2 ** attempt : Math.max(0, date - now.getTime())
}
