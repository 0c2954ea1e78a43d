import { createApiDoor } from '#lib/api/door'
import { processSights } from '#lib/doctor/sights'
import { env } from '#lib/env'
import { watchForwarding } from '#server/forwarding-watch'
import type { Handle, HttpServer } from '#server/http'
import { NOT_WATCHED, openMetrics } from '#server/metrics-door'
import { openPages } from '#server/pages'
import type { Probes } from '#server/probes'
import type { Readiness } from '#server/readiness'
import { onShutdown } from '#server/shutdown'
import { withTraces } from '#server/tracing'

type Mode = { readonly dev: boolean; readonly probes: Probes; readonly readiness: Readiness }

/** From now on everything is answered by what it is for. */
export async function openDoors(http: HttpServer, { dev, probes, readiness }: Mode): Promise<void> {
  const { metricsToken, clientIpPolicy } = env()
  const watch = metricsToken === undefined ? NOT_WATCHED : openMetrics(metricsToken, readiness)
  const api = createApiDoor(watch.times)
  const others = await openOthers(http, dev)
  const forwarding = watchForwarding(processSights(clientIpPolicy))
  // What is called most comes first: nothing else is asked whose a call of the API is.
  const handle: Handle = (request, response) => {
    if (api(request, response)) return forwarding.noteCall(request)
    if (probes.door(request, response) || watch.door(request, response)) return
    forwarding.notePage(request)
    others(request, response)
  }
  http.serve(withTraces(handle))
}

/** What answers all that no door takes. */
async function openOthers({ server }: HttpServer, dev: boolean): Promise<Handle> {
  const { withoutPages, host, port } = env()
  if (withoutPages) return (_request, response) => response.writeHead(404, { 'Content-Length': '0' }).end()
  const pages = await openPages({ dev, server, port, host: host ?? 'localhost' })
  onShutdown('pages', () => pages.close())
  return pages.handle
}
