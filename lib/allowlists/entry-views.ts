import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { formatAllowlist } from '#lib/ip/allowlist'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { addressCount, displayNetwork, type Network, storedNetwork } from '#lib/ip/network'
import { NARROW_ENOUGH } from '#lib/policies/limits-sql'
import { ownText } from './entries.ts'
import { type EntryStanding, entryStanding, type RestingEntries } from './entry-standing.ts'
import { isInForce } from './listed-entry.ts'

/** One entry of a list as pages show it. `text`: its network as people write it; `network`: canonical, with its prefix. */
export type EntryView = {
  id: string
  text: string
  network: string
  addressCount: string
  note: string | null
  standing: EntryStanding
  enabled: boolean
  expiresAt: Date | null
  /** The published range file it was imported from. */
  source: string | null
  /** As audit events have it; null when it was added before this was kept. */
  addedBy: string | null
  addedAt: Date
  /** When it last let a caller through and how often; null: never, as far as is known. */
  match: { lastAt: Date; count: bigint; lastAddress: string | null } | null
}

/** A list as pages show it. The counts are of the entries in force, and every address counts once. */
export type ListView = { entries: readonly EntryView[]; entryCount: number; addressCount: string }

/** By id of the key or list, all of them in one read; one without entries has an empty list. */
export async function readListViews(
  tx: Tx,
  { kind, ids, now }: { kind: 'key' | 'list'; ids: readonly string[]; now: Date },
): Promise<Map<string, ListView>> {
  const owner = kind === 'key' ? Prisma.sql`key_id` : Prisma.sql`list_id`
  const rows = await tx.$queryRaw<Row[]>`
    SELECT e.${owner}::text AS owner, e.id::text AS id, host(e.network) || '/' || masklen(e.network) AS network, e.note, e.enabled,
      e.expires_at AS "expiresAt", e.source, e.added_by AS "addedBy", e.added_at AS "addedAt", m.last_at AS "lastAt",
      m.count, abbrev(m.last_address) AS "lastAddress", l.kind IS DISTINCT FROM 'ceiling' AND NOT (${NARROW_ENOUGH}) AS "isTooWide"
    FROM allowlist_entry e LEFT JOIN entry_match m ON m.entry_id = e.id LEFT JOIN network_list l ON l.id = e.list_id
    WHERE e.${owner} = ANY(${[...ids]}::uuid[]) ORDER BY e.position, e.network`
  const byOwner = new Map<string, EntryView[]>(ids.map((id) => [id, []]))
  for (const { owner: id, ...row } of rows) byOwner.get(id)?.push(toView(row, now))
  return new Map([...byOwner].map(([id, entries]) => [id, listView(entries)]))
}

type Row = Omit<EntryView, 'text' | 'addressCount' | 'standing' | 'match'> & {
  owner: string
  isTooWide: boolean
  lastAt: Date | null
  count: bigint | null
  lastAddress: string | null
}

function toView({ lastAt, count, lastAddress, isTooWide, ...row }: Omit<Row, 'owner'>, now: Date): EntryView {
  const network = networkOf(row)
  return {
    ...row,
    text: displayNetwork(network),
    network: ownText(row.network),
    addressCount: formatCount(addressCount(network)),
    standing: isTooWide && isInForce(row, now) ? 'too_wide' : entryStanding(row, now),
    match: lastAt === null ? null : { lastAt, count: count ?? 0n, lastAddress },
  }
}

function listView(entries: readonly EntryView[]): ListView {
  const networks = networksInForce(entries)
  return { entries, entryCount: networks.length, addressCount: formatCount(totalAddresses(networks)) }
}

/** What cannot be read was not written by us: it stops the caller. */
export function networkOf({ network: text }: Pick<EntryView, 'network'>): Network {
  const network = storedNetwork(text)
  return network
}

export function networksInForce(entries: readonly EntryView[]): Network[] {
  return entries.filter((entry) => entry.standing === 'in_force').map(networkOf)
}

/** The list in canonical text, one entry a line, whether in force or not. */
export function listText(entries: readonly EntryView[]): string {
  return formatAllowlist(entries.map((entry) => ({ network: networkOf(entry), note: entry.note })))
}

/** Which of the entries admit nobody, and why, by their canonical text. */
export function restingOf(entries: readonly EntryView[]): RestingEntries {
  return Object.fromEntries(
    entries.flatMap(({ network, standing }) => (standing === 'in_force' ? [] : [[network, standing]])),
  )
}
