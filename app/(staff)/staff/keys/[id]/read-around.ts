import type { HistoryQuery } from '#lib/allowlists/history-query'
import { comparedVersions, shownVersion } from '#lib/allowlists/version-pages'
import { pageRead } from '#lib/auth/page-read'
import { keyHints } from '#lib/hints/queries'
import { wholeHistory } from '#lib/keys/event-history'
import { earlier } from '#lib/keys/rules'
import { keyActs, keyAlerts, keyCallers } from '#lib/staff-acts/queries'
import type { StaffKey } from '#lib/staff-acts/staff-key'
import { keyHours } from '#lib/traffic/queries'
import type { TrafficRange } from '#lib/traffic/views'

/** All that is read of a key beside itself. Three at a time, because one page must not take every connection of the pool. */
export async function readAround(key: StaffKey, { query, range }: { query: HistoryQuery; range: TrafficRange }) {
  const [told, calls, past] = await Promise.all([readTold(key), readCalls(key, range), readPast(key, query)])
  return { ...told, ...calls, ...past }
}

async function readTold({ detail: { id, revokedAt, expiresAt, now } }: StaffKey) {
  const keyEndsAt = revokedAt === null ? expiresAt : earlier(revokedAt, expiresAt)
  const acts = await pageRead(keyActs(id, { keyEndsAt, now }))
  return { acts, alerts: await pageRead(keyAlerts(id)) }
}

async function readCalls({ detail: { id }, workspace }: StaffKey, range: TrafficRange) {
  const traffic = await pageRead(keyHours(workspace.id, id, range))
  const callers = await pageRead(keyCallers(id, range))
  return { traffic, callers, hints: await pageRead(keyHints(workspace.id, id)) }
}

async function readPast({ detail: { id }, workspace }: StaffKey, query: HistoryQuery) {
  const place = { workspaceId: workspace.id, owner: 'key', id } as const
  const history = await pageRead(wholeHistory(workspace.id, id, query.before ?? undefined))
  const compared = await pageRead(comparedVersions(place, query))
  return { history, compared, shown: await pageRead(shownVersion(place, query.view)) }
}
