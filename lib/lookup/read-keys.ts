import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { formatNetwork, type Network, storedNetwork } from '#lib/ip/network'
import { COUNTS, IN_FORCE } from '#lib/keys/lets-through'
import { STATUS } from '#lib/keys/status-sql'
import { BYPASSED, KEY_ENDS, MAY_BE_OPEN } from '#lib/policies/limits-sql'
import type { LookupKey } from './views.ts'

export type JudgedEntry = {
  network: string
  parsed: Network
  /** Of the key or list that it stands in. */
  owner: string
  note: string | null
  list: string | null
}

/** A key with what lets it through. `entries`: those that count and meet the networks, the closest first. */
export type KeyFacts = LookupKey & { mayBeOpen: boolean; isBypassed: boolean; entries: JudgedEntry[] }

type Row = Omit<KeyFacts, 'entries' | 'workspace'> & {
  workspaceId: string
  workspaceName: string
  entries: Omit<JudgedEntry, 'parsed'>[] | null
}

export type Asked = { ids: readonly string[]; networks: readonly Network[]; ended: boolean }

/** Keys by id. A key that ends by a policy shows that as its expiry. */
export async function readKeyFacts(tx: Tx, { ids, networks, ended }: Asked): Promise<Map<string, KeyFacts>> {
  if (ids.length === 0) return new Map()
  const meets = Prisma.sql`${COUNTS} AND e.network && ANY(${networks.map(formatNetwork)}::inet[])`
  const rows = await tx.$queryRaw<Row[]>`
    SELECT k.id::text AS id, k.kind::text AS kind, k.name, k.display_prefix AS "displayPrefix", k.last_four AS "lastFour",
      k.access_mode::text AS "accessMode", k.paused_at AS "pausedAt", k.revoked_at AS "revokedAt", ${KEY_ENDS} AS "expiresAt",
      w.id::text AS "workspaceId", w.name AS "workspaceName", ${MAY_BE_OPEN} AS "mayBeOpen", ${BYPASSED} AS "isBypassed",
      (SELECT u.last_used_at FROM key_usage u WHERE u.key_id = k.id) AS "lastUsedAt",
      (SELECT json_agg(json_build_object('network', host(network) || '/' || masklen(network), 'owner', owner, 'note', note,
          'list', list) ORDER BY network DESC, owner DESC)
        FROM (
          SELECT e.network, e.key_id AS owner, e.note, NULL AS list FROM allowlist_entry e WHERE e.key_id = k.id AND ${meets}
          UNION ALL
          SELECT e.network, e.list_id, e.note, l.name FROM key_list u
            JOIN network_list l ON l.id = u.list_id AND l.workspace_id = k.workspace_id AND l.kind = 'shared'
            JOIN allowlist_entry e ON e.list_id = l.id
          WHERE u.key_id = k.id AND ${meets}) AS held) AS entries
    FROM unnest(${ids}::uuid[]) AS wanted (id) JOIN api_key k ON k.id = wanted.id JOIN workspace w ON w.id = k.workspace_id
    WHERE ${ended} OR ${STATUS} IN ('active', 'paused')`
  return new Map(rows.map((row) => [row.id, factsOf(row)]))
}

function factsOf({ workspaceId, workspaceName, entries, ...key }: Row): KeyFacts {
  return {
    ...key,
    workspace: { id: workspaceId, name: workspaceName },
    entries: (entries ?? []).map((entry) => ({ ...entry, parsed: storedNetwork(entry.network) })),
  }
}

/** What is shown of it. */
export function lookupKeyOf({ mayBeOpen: _, isBypassed: __, entries: ___, ...key }: KeyFacts): LookupKey {
  return key
}

/** The enforced ceilings of some workspaces, as far as they meet the networks. */
export async function readCeilings(
  tx: Tx,
  workspaceIds: readonly string[],
  networks: readonly Network[],
): Promise<Map<string, Network[]>> {
  const rows = await tx.$queryRaw<{ workspaceId: string; networks: string[] | null }[]>`
    SELECT l.workspace_id::text AS "workspaceId", (SELECT array_agg(host(e.network) || '/' || masklen(e.network))
      FROM allowlist_entry e WHERE e.list_id = l.id AND ${IN_FORCE}
        AND e.network && ANY(${networks.map(formatNetwork)}::inet[])) AS networks
    FROM network_list l
    WHERE l.workspace_id = ANY(${[...new Set(workspaceIds)]}::uuid[]) AND l.kind = 'ceiling' AND l.access_mode = 'enforce'`
  return new Map(rows.map(({ workspaceId, networks: held }) => [workspaceId, (held ?? []).map(storedNetwork)]))
}
