import type { IncomingMessage, ServerResponse } from 'node:http'
import { isApiPath } from '#lib/api/door'
import { routeNameOf } from '#lib/api/route-name'
import { pathOf } from '#lib/api/target'
import { env } from '#lib/env'
import { parseAddress } from '#lib/ip/address'
import { traceSettings } from '#lib/tracing/settings'
import { parseTraceParent } from '#lib/tracing/trace-parent'
import { type RemoteParent, setTracing, type Tracing } from '#lib/tracing/tracing'
import type { Handle } from '#server/http'
import { onShutdown } from '#server/shutdown'
import { StartProblem } from '#server/start-problem'

/** A collector that does not answer holds up no stop for longer. */
const LAST_SPANS_MS = 2000

let current: Tracing | null = null

/** Begins to write traces where the variables of OpenTelemetry ask for them; without them nothing of it is loaded. */
export async function openTracing(): Promise<void> {
  const settings = traceSettings(process.env)
  if (settings.wanted === false) return
  if (settings.wanted === 'unclear') throw new StartProblem(`${settings.variable} ${settings.message}`)
  const { startTracing } = await import('#lib/tracing/start')
  const tracing = await startTracing()
  current = tracing
  setTracing(tracing)
  onShutdown('tracing', () => tracing.close(LAST_SPANS_MS))
}

/** What answers, with a span around each answer where traces are written; else just as it is. */
export function withTraces(handle: Handle): Handle {
  const tracing = current
  if (tracing === null) return handle
  return (request, response) => {
    if (UNTRACED.test(request.url ?? '/')) handle(request, response)
    else traceAnswer(tracing, handle, { request, response })
  }
}

/** What is asked all the time and tells nothing. */
const UNTRACED = /^\/(healthz|readyz|metrics|_next\/)/

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

function traceAnswer(tracing: Tracing, handle: Handle, { request, response }: Exchange): void {
  const { method = '', url = '/' } = request
  const isApi = isApiPath(pathOf(url))
  const name = isApi ? routeNameOf(method, url) : { method: METHODS.has(method) ? method : 'other', route: null }
  const span = tracing.request({ method: name.method, parent: believedParent(request) })
  // Also of an answer that was broken off.
  response.once('close', () => span.end({ route: name.route, status: response.statusCode }))
  span.run(() => handle(request, response))
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Whoever names the trace of a call chooses whether it is kept and what it is shown beside. So it is believed only where that was
 * switched on, and of the proxies alone whose headers are believed.
 */
function believedParent({ socket, rawHeaders }: IncomingMessage): RemoteParent | null {
  const { tracesFromProxy, clientIpPolicy } = env()
  if (!tracesFromProxy || clientIpPolicy.trusted === null) return null
  const peer = parseAddress(socket.remoteAddress ?? '')
  return peer !== null && clientIpPolicy.trusted.matches(peer) ? parseTraceParent(rawHeaders) : null
}
