import { parseCanonicalNetwork } from '#lib/ip/network'
import { type Allowlist, compileAllowlist, compiledIpv4List, type StoredEntry } from './compiled-list.ts'
import { readIpv4List } from './ipv4-list.ts'
import type { AccessMode, Ceiling, CredentialRecord, KeyFacts, KeyRecord, TokenRecord } from './key-record.ts'
import { createSharer } from './share-equal.ts'
import { shareWeakly } from './share-weakly.ts'

/** What `gatelist_load` answers: records by digest or id, the lists that they are read with, and the clock value they stand at. */
export type Stored = {
  readonly value: number
  readonly now: number
  readonly origin: string
  readonly keys: readonly KeyRow[] | null
  readonly lists: readonly ListRow[] | null
  readonly tokens: readonly TokenRow[] | null
}

/** In milliseconds. JSON has no infinity, so PostgreSQL writes it as text. */
type Moment = number | 'Infinity' | '-Infinity' | null

type CredentialRow = {
  readonly id: string
  readonly workspace_id: string
  /** Hex. */
  readonly digest: string
  readonly access_mode: AccessMode
  readonly entries: string | null
  readonly revoked_at: Moment
  readonly expires_at: Moment
}

type KeyRow = CredentialRow & {
  readonly paused_at: Moment
  readonly bypass_until: Moment
  readonly open_until: Moment
  /** Ids of the named lists that it uses, with commas between them. */
  readonly lists: string | null
  readonly actor_id: string
  readonly scopes: string[]
  readonly metadata: string | null
  readonly visibility: 'secret' | 'public'
  readonly rate_quota: number | null
  readonly rate_window_seconds: number | null
}

type TokenRow = CredentialRow & {
  readonly name: string
  readonly role: TokenRecord['role']
}

type ListRow = {
  readonly kind: 'shared' | 'ceiling'
  readonly id: string
  readonly workspace_id: string
  readonly access_mode: AccessMode
  readonly entries: string | null
}

/** The lists that came with a load. Those of `shared` by their id, null when one cannot be read; ceilings by their workspace. */
type LoadedLists = {
  readonly shared: ReadonlyMap<string, Allowlist | null>
  readonly ceilings: ReadonlyMap<string, { readonly id: string; readonly ceiling: Ceiling | null }>
}

/** The entries of what has that id, as they are stored; null when they cannot be read. */
type EntriesOf = (id: string, text: string | null) => Allowlist | null

export type RecordReader = {
  /** Records by their digest. */
  read(stored: Stored): Map<string, CredentialRecord>
  /** How many lists could not be read so far. Each admits nobody until it is mended. */
  readonly unreadable: number
  /** About how much memory the names take under which it knows what many keys have alike. */
  readonly namesBytes: number
}

/**
 * Reads what is stored into records. What several records are read with they hold in common, over all loads.
 *
 * @param tell hears the id of every key, token or list whose entries cannot be read
 */
export function createRecordReader(tell: (id: string) => void): RecordReader {
  let unreadable = 0
  const entriesOf: EntriesOf = (id, text) => {
    const allowlist = readEntries(text)
    if (allowlist !== null) return allowlist
    unreadable += 1
    tell(id)
    return null
  }
  const shareList = shareWeakly<Allowlist>()
  const shareCeiling = shareWeakly<Ceiling>()

  function readLists(rows: readonly ListRow[]): LoadedLists {
    const shared = new Map<string, Allowlist | null>()
    const ceilings = new Map<string, { id: string; ceiling: Ceiling | null }>()
    for (const row of rows) {
      if (row.kind === 'shared')
        shared.set(
          row.id,
          shareList(row.id, row.entries ?? '', (text) => entriesOf(row.id, text)),
        )
      else {
        const mode = row.access_mode === 'report' ? 'report' : 'enforce'
        const read = () => ({ mode, allowlist: entriesOf(row.id, row.entries) }) as const
        const ceiling = shareCeiling(row.id, `${mode} ${row.entries ?? ''}`, read)
        ceilings.set(row.workspace_id, { id: row.id, ceiling })
      }
    }
    return { shared, ceilings }
  }

  const parts = createParts(entriesOf)
  return {
    read({ keys, lists, tokens }) {
      const loaded = readLists(lists ?? [])
      const records = new Map<string, CredentialRecord>()
      for (const row of keys ?? []) records.set(row.digest, readKey(row, loaded, parts))
      for (const row of tokens ?? []) records.set(row.digest, readToken(row, parts))
      return records
    },
    get unreadable() {
      return unreadable
    },
    get namesBytes() {
      return parts.names * NAME_BYTES
    },
  }
}

/** So many different ids of workspaces and owners, and what is made of them, are known at a time. */
const MOST_SHARED = 20_000
/** Measured, with what it is the name of. */
const NAME_BYTES = 130

/** What many keys have alike, in memory once. */
function createParts(entriesOf: EntriesOf) {
  const ids = createSharer<string>(MOST_SHARED)
  const homes = createSharer<readonly string[]>(MOST_SHARED)
  const facts = createSharer<KeyFacts>(MOST_SHARED)
  const idOf = (id: string) => ids.one(id, () => id)
  return {
    get names() {
      return ids.size + homes.size + facts.size
    },
    idOf,
    entriesOf,
    /** What a key depends on that uses no named list. */
    home: (workspaceId: string, ceilingId: string | undefined): readonly string[] =>
      homes.one(`${workspaceId} ${ceilingId ?? ''}`, () =>
        ceilingId === undefined ? [idOf(workspaceId)] : [idOf(workspaceId), ceilingId],
      ),
    factsOf({ actor_id, scopes, metadata, visibility }: KeyRow): KeyFacts {
      const make = () => ({
        actorId: idOf(actor_id),
        scopes: scopes.length === 0 ? NONE : scopes,
        metadata,
        visibility: visibilities[visibility],
      })
      return scopes.length === 0 && metadata === null ? facts.one(`${visibility} ${actor_id}`, make) : make()
    },
  }
}

type Parts = ReturnType<typeof createParts>

// Text of a row is a string of its own for every row; these are one each.
const modes = { open: 'open', enforce: 'enforce', report: 'report' } as const satisfies Record<AccessMode, AccessMode>
const visibilities = { secret: 'secret', public: 'public' } as const
const NONE: readonly never[] = []

// Records are written out field by field: what is spread together becomes a dictionary, several times as large and slow.
function readToken(row: TokenRow, { idOf, entriesOf }: Parts): TokenRecord {
  return {
    tokenId: row.id,
    workspaceId: idOf(row.workspace_id),
    name: row.name,
    role: row.role,
    accessMode: modes[row.access_mode],
    revokedAt: momentOf(row.revoked_at),
    expiresAt: momentOf(row.expires_at),
    allowlist: entriesOf(row.id, row.entries),
  }
}

function readKey(row: KeyRow, { shared, ceilings }: LoadedLists, { idOf, home, factsOf, entriesOf }: Parts): KeyRecord {
  const { rate_quota: quota, rate_window_seconds: windowSeconds } = row
  const above = ceilings.get(row.workspace_id)
  const listIds = row.lists === null ? NONE : row.lists.split(',')
  const around = home(row.workspace_id, above?.id)
  return {
    keyId: row.id,
    workspaceId: idOf(row.workspace_id),
    accessMode: modes[row.access_mode],
    openUntil: momentOf(row.open_until),
    pausedAt: momentOf(row.paused_at),
    revokedAt: momentOf(row.revoked_at),
    expiresAt: momentOf(row.expires_at),
    bypassUntil: momentOf(row.bypass_until),
    allowlist: entriesOf(row.id, row.entries),
    shared: row.lists === null ? NONE : listIds.map((id) => shared.get(id) ?? null).filter((list) => list !== null),
    ceiling: above?.ceiling ?? null,
    dependsOn: row.lists === null ? around : [...around, ...listIds],
    rateLimit: quota === null || windowSeconds === null ? null : { quota, windowSeconds },
    facts: factsOf(row),
  }
}

function momentOf(moment: Moment): number | null {
  return typeof moment === 'string' ? Number(moment) : moment
}

/** Entries as the load writes them; null when one cannot be read. */
function readEntries(text: string | null): Allowlist | null {
  if (text === null || text === '') return compileAllowlist([])
  const ofIpv4 = readIpv4List(text)
  if (ofIpv4 !== null) return compiledIpv4List(ofIpv4)
  const entries: StoredEntry[] = []
  for (const item of text.split(',')) {
    const [written = '', expiry] = item.split(' ')
    const network = parseCanonicalNetwork(written)
    if (network === null) return null
    entries.push({ network, expiresAt: expiry === undefined ? null : Number(expiry) })
  }
  return compileAllowlist(entries)
}
