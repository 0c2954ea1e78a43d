import type { VersionDiff } from '#lib/allowlists/version-diff'
import { readVersionEvent, type UsedList, type VersionEntry } from '#lib/allowlists/version-event'
import type { VersionRow } from '#lib/allowlists/version-queries'
import type { ToldVersion } from '#lib/allowlists/versions'
import { totalAddresses } from '#lib/ip/count'
import { formatNetwork, type Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/keys/views'
import { wireAccessMode } from './wire-key.ts'

/** A version without its entries. A named list has no mode of its own: it is always enforced. */
export function wireVersionHead(row: VersionRow) {
  const { removed, added } = readVersionEvent(row)
  const gone = new Set(removed.map(({ network }) => network))
  const changed = added.filter(({ network }) => gone.has(network)).length
  return {
    version_id: String(row.number),
    create_time: row.at.toISOString(),
    action: row.action,
    actor: row.who,
    ...(row.address === null ? {} : { address: row.address }),
    door: row.door,
    access_mode: wireAccessMode[row.accessMode ?? 'enforce'],
    entry_count: row.entries,
    added_count: added.length - changed,
    removed_count: gone.size - changed,
    changed_count: changed,
  }
}

/** A version whole. */
export function wireVersion(row: VersionRow, { entries, lists, unsure, accessMode }: ToldVersion) {
  return {
    ...wireVersionHead(row),
    access_mode: wireAccessMode[accessMode],
    entries: entries.map(wireVersionEntry),
    ...(lists === null ? {} : { allowlists: lists.map(wireUsed) }),
    is_exact: unsure.length === 0,
    unsure_networks: unsure,
  }
}

type Compared = { from: VersionRow; to: VersionRow; diff: VersionDiff; isExact: boolean }

export function wireVersionDiff({ from, to, diff, isExact }: Compared) {
  const { added, removed, altered, accessMode, lists, gained, lost } = diff
  return {
    from: wireVersionHead(from),
    to: wireVersionHead(to),
    added: added.map(wireVersionEntry),
    removed: removed.map(wireVersionEntry),
    changed: altered.map(({ before, after }) => ({ before: wireVersionEntry(before), after: wireVersionEntry(after) })),
    access_mode: accessMode === null ? null : bothModes(accessMode),
    allowlists: lists === null ? null : { added: lists.added.map(wireUsed), removed: lists.removed.map(wireUsed) },
    gained: wireAddresses(gained),
    lost: wireAddresses(lost),
    is_exact: isExact,
  }
}

function bothModes({ before, after }: { before: AccessMode; after: AccessMode }) {
  return { before: wireAccessMode[before], after: wireAccessMode[after] }
}

function wireVersionEntry({ network, note, enabled, expiresAt, source }: VersionEntry) {
  return {
    network,
    note: note ?? '',
    enabled,
    ...(expiresAt === null ? {} : { expire_time: expiresAt.toISOString() }),
    ...(source === null ? {} : { source }),
  }
}

const wireUsed = ({ id, name }: UsedList) => ({ allowlist_id: id, name })

function wireAddresses(networks: readonly Network[]) {
  return { networks: networks.map(formatNetwork), address_count: String(totalAddresses(networks)) }
}
