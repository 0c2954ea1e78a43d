import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Answer, jsonAnswer } from '#lib/api/answer'
import { headerLines } from '#lib/client-ip/header-lines'
import { createMetrics, type Metrics } from '#lib/metrics/metrics'
import { createRequestTimes, type RequestTimes } from '#lib/metrics/request-times'
import { bearerCredential } from '#lib/verify/credential'
import { type Door, readingDoor } from '#server/door'
import type { Readiness } from '#server/readiness'

/** What the API's door notes how long answers took in, and the door that tells. */
export type Watch = { readonly times: RequestTimes | undefined; readonly door: Door }

export const NOT_WATCHED: Watch = { times: undefined, door: () => false }

/** Begins to count. */
export function openMetrics(token: string, readiness: Pick<Readiness, 'reasons'>): Watch {
  const times = createRequestTimes()
  const isReady = async () => (await readiness.reasons()).length === 0
  return { times, door: createMetricsDoor(createMetrics(times, isReady), token) }
}

const UNAUTHORIZED = jsonAnswer(401, { error: 'Unauthorized' }, ['WWW-Authenticate', 'Bearer'])

/** `/metrics`, for whoever shows the token. */
function createMetricsDoor(metrics: Metrics, token: string): Door {
  const expected = hash('sha256', token, 'buffer')
  const isShown = ({ rawHeaders }: IncomingMessage) => {
    const shown = bearerCredential(headerLines(rawHeaders, 'authorization'))
    // Digests are of one length, and how far two of them agree tells nothing of the token.
    return shown !== null && timingSafeEqual(hash('sha256', shown, 'buffer'), expected)
  }
  return readingDoor(new Map([['/metrics', async (request) => (isShown(request) ? read(metrics) : UNAUTHORIZED)]]))
}

async function read(metrics: Metrics): Promise<Answer> {
  const body = await metrics.read()
  const length = String(Buffer.byteLength(body))
  const headers = ['Content-Type', metrics.contentType, 'Content-Length', length, 'Cache-Control', 'no-store']
  return { status: 200, headers, body }
}
