import { drawIndices } from './draw.ts'
import type { FloodPlan, LoadCall, LoadPlan } from './load.ts'

/** What is sent on some of the connections, and what must come back. */
export type Lane = {
  readonly meter: Meter
  /** What to send now, or null when that is all. */
  next(): Buffer | string | null
  /** Throws when an answer is not as it must be. */
  check(status: number, answer: Buffer): void
}

export type Meter = { latencies: Float64Array; count: number; failed: number; used: number; recording: boolean }

/** The calls of the plan: first each once, then drawn. */
export function createMainLane(plan: LoadPlan): Lane {
  const requests = plan.calls.map((call) => Buffer.from(requestText(plan, call)))
  const drawn = drawIndices(plan.draw ?? 'uniform', requests.length)
  const inOrder = plan.cold === true || plan.everyCallFirst !== false
  const meter = newMeter()
  return {
    meter,
    check: checking(meter, plan),
    next() {
      const n = meter.used
      if (plan.cold === true && n >= requests.length) return null
      meter.used = n + 1
      return requests[inOrder && n < requests.length ? n : (drawn[n % drawn.length] ?? 0)] ?? null
    },
  }
}

/** Both kinds of flood make their text anew for every call, so that they cost the generator the same. */
export function createFloodLane(plan: LoadPlan, { call, expectedStatus, from, offset }: FloodPlan): Lane {
  const meter = newMeter()
  return {
    meter,
    check: checking(meter, { expectedStatus }),
    next() {
      meter.used += 1
      return requestText(plan, { ...call, from: addressOf(from === 'one' ? meter.used % 2 : offset + meter.used) })
    },
  }
}

function requestText(plan: LoadPlan, { credential, body, from }: LoadCall): string {
  const forwarded = from === undefined ? '' : `X-Forwarded-For: ${from}\r\n`
  return (
    `POST ${plan.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${credential}\r\n${forwarded}` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

type Expected = Pick<LoadPlan, 'expectedStatus' | 'unexpectedText' | 'failedText'>

function checking(meter: Meter, { expectedStatus, unexpectedText, failedText }: Expected): Lane['check'] {
  return (status, answer) => {
    if (status === expectedStatus && (unexpectedText === undefined || !answer.includes(unexpectedText))) return
    if (status === 503 || (failedText !== undefined && answer.includes(failedText))) meter.failed += 1
    else throw new Error(`unexpected answer:\n${answer.toString('latin1')}`)
  }
}

/** A different address for every number; odd ones are IPv6, each in a /64 of its own. */
function addressOf(n: number): string {
  if (n % 2 === 0) return `100.${(n >> 17) & 255}.${(n >> 9) & 255}.${(n >> 1) & 255}`
  return `2001:db8:${((n >> 17) & 0xffff).toString(16)}:${((n >> 1) & 0xffff).toString(16)}::1`
}

function newMeter(): Meter {
  return { latencies: new Float64Array(4_000_000), count: 0, failed: 0, used: 0, recording: false }
}
