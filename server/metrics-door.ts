import cluster from 'node:cluster'
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Answer, jsonAnswer } from '#lib/api/answer'
import { headerLines } from '#lib/client-ip/header-lines'
import { createMetrics, type Metrics } from '#lib/metrics/metrics'
import { createRequestTimes, type RequestTimes } from '#lib/metrics/request-times'
import { bearerCredential } from '#lib/verify/credential'
import { type Door, readingDoor } from '#server/door'
import type { Readiness } from '#server/readiness'
import { shareMetrics } from '#server/workers/share-metrics'

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
const UNAVAILABLE = jsonAnswer(503, { error: 'Service temporarily unavailable' })

/** `/metrics`, for whoever shows the token. */
function createMetricsDoor(metrics: Metrics, token: string): Door {
  const expected = hash('sha256', token, 'buffer')
  const isShown = ({ rawHeaders }: IncomingMessage) => {
    const shown = bearerCredential(headerLines(rawHeaders, 'authorization'))
    // Digests are of one length, and how far two of them agree tells nothing of the token.
    return shown !== null && timingSafeEqual(hash('sha256', shown, 'buffer'), expected)
  }
  const read = cluster.isWorker ? shareMetrics(metrics) : metrics.read
  const answer = async () => {
    const body = await read()
    return body === null ? UNAVAILABLE : figuresAnswer(metrics.contentType, body)
  }
  return readingDoor(new Map([['/metrics', async (request) => (isShown(request) ? answer() : UNAUTHORIZED)]]))
}

function figuresAnswer(contentType: string, body: string): Answer {
  const length = String(Buffer.byteLength(body))
  return {
    status: 200,
    headers: ['Content-Type', contentType, 'Content-Length', length, 'Cache-Control', 'no-store'],
    body,
  }
}
