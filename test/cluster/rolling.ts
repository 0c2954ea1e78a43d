import { waitUntil } from '#server/processes'
import { freePort } from '#test/gateway/proxy'
import { type RunningServer, startServer } from '#test/servers'
import { issueKey } from '../../faults/admin.ts'
import { type Balancer, startHaproxy } from './balancers.ts'
import { makeTenant, placeAt } from './tenant.ts'
import { LISTED, startTraffic, type Traffic } from './traffic.ts'

export type Plan = { readonly databaseUrl: string; readonly times: number; readonly workers: number }

/** Longer than HAProxy takes to notice here: two looks. */
const DELAY_SECONDS = 1
const SEEN_MS = 10_000

export function startBehind(
  databaseUrl: string,
  port: number,
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const forwarded = { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: '127.0.0.1' }
  const own = { DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port), GATELIST_WITHOUT_PAGES: '1' }
  return startServer({ env: { ...own, ...forwarded, RATE_LIMIT_REQUESTS: '0', ...env } })
}

/** Restarts two servers behind HAProxy in turn, `times` in all, under calls and saves. */
export async function rollingRestarts({ databaseUrl, times, workers }: Plan): Promise<Traffic> {
  const ports = [await freePort(), await freePort()] as const
  const start = (port: number) =>
    startBehind(databaseUrl, port, {
      SHUTDOWN_DELAY_SECONDS: String(DELAY_SECONDS),
      WEB_CONCURRENCY: String(workers),
    })
  const balancer = await startHaproxy(ports)
  const servers: RunningServer[] = []
  try {
    for (const port of ports) servers.push(await start(port))
    await seen(balancer, 'one')
    await seen(balancer, 'two')
    const place = placeAt(balancer.port, (await makeTenant(databaseUrl)).token)
    const key = await issueKey(place, [`${LISTED}/32`])
    const traffic = startTraffic(place, key)
    for (let time = 0; time < times; time += 1) {
      const at = time % 2
      await servers[at]?.stop()
      servers[at] = await start(ports[at] ?? 0)
      await seen(balancer, at === 0 ? 'one' : 'two')
    }
    return await traffic.stop()
  } finally {
    await balancer.stop()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

/** Resolves when the balancer sends calls there, as whoever restarts one after the other has to wait for. */
async function seen(balancer: Balancer, server: 'one' | 'two'): Promise<void> {
  if (!(await waitUntil(() => balancer.sendsTo(server), SEEN_MS))) throw new Error(`HAProxy does not see ${server}`)
}
