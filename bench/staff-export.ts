import type { RunningServer } from '#test/servers'
import { residentMiB } from './processes.ts'
import type { Entered } from './staff-entry.ts'

export type Exported = { kind: string; rows: number; perSecond: number; addedMiB: number }

const LOOK_EVERY_MS = 50

/** Exports everything of a kind, and tells how fast that was and how much more memory the server took meanwhile. */
export async function exportAll(server: RunningServer, { token }: Entered, kind: string): Promise<Exported> {
  const before = residentMiB(server.pid)
  let most = before
  const looking = setInterval(() => {
    most = Math.max(most, residentMiB(server.pid))
  }, LOOK_EVERY_MS)
  const start = performance.now()
  const rows = await countLines(`${server.url}/v2alpha1/staff/exports/${kind}?format=ndjson`, token)
  const seconds = (performance.now() - start) / 1000
  clearInterval(looking)
  const exported = { kind, rows, perSecond: rows / seconds, addedMiB: most - before }
  console.error(
    `${kind}: ${rows} rows, ${exported.perSecond.toFixed(0)} rows/s, ${exported.addedMiB.toFixed(0)} MiB more`,
  )
  return exported
}

async function countLines(url: string, token: string): Promise<number> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  if (response.status !== 200 || response.body === null) throw new Error(`${url}: ${response.status}`)
  let lines = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  }
  return lines
}
