import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { storedEntries } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import type { ListSubject } from './subject.ts'
import { readVersionEvent, type UsedList, type VersionEntry, type VersionEvent } from './version-event.ts'
import { isVersionOf } from './version-queries.ts'
import type { ListHistory } from './versions.ts'

type Owner = Pick<ListSubject, 'kind' | 'id' | 'workspaceId' | 'accessMode'>

/**
 * All that versions are told from. In a transaction that sees one state, so that events and list belong together.
 *
 * @param numbers the versions that will be asked for: the texts of the others stay where they are
 */
export async function readHistory(tx: Tx, owner: Owner, numbers: readonly number[]): Promise<ListHistory> {
  const [pruned, read] = [await prunedVersions(tx, owner), await readEvents(tx, owner)]
  const kept = numbers.map((number) => number - pruned)
  const texts = await readTexts(tx, wantedTexts(read, kept))
  const events = read.map(({ id, event }) => ({ ...event, text: event.text ?? texts.get(id) ?? null }))
  const entries = (await storedEntries(tx, owner)).map(plain)
  return { events, pruned, present: { entries, accessMode: owner.accessMode, lists: await usedLists(tx, owner) } }
}

/** As events have an entry. */
function plain({ network, note, enabled, expiresAt, source }: StoredEntry): VersionEntry {
  return { network, note, enabled, expiresAt, source }
}

type ReadEvent = { id: bigint; event: VersionEvent }

/** Rows a read: together they may be long, and no answer of the database may take longer than a second. */
const CHUNK = 250

async function readEvents(tx: Tx, { workspaceId, id }: Owner): Promise<ReadEvent[]> {
  const events: ReadEvent[] = []
  for (;;) {
    // Where the changes are kept entry by entry, the text is only needed of the versions that are asked for.
    const rows = await tx.$queryRaw<{ id: bigint; action: string; before: unknown; after: unknown }[]>`
      SELECT id, action,
        CASE WHEN after ? 'changes' THEN before #- '{list,text}' ELSE before END AS before,
        CASE WHEN after ? 'changes' THEN after #- '{list,text}' ELSE after END AS after
      FROM audit_event
      WHERE ${isVersionOf({ workspaceId, id })} AND id > ${events.at(-1)?.id ?? 0n}::bigint ORDER BY id LIMIT ${CHUNK}`
    events.push(...rows.map((row) => ({ id: row.id, event: readVersionEvent(row) })))
    if (rows.length < CHUNK) return events
  }
}

/** How many versions went from the audit trail with their events. */
async function prunedVersions(tx: Tx, { id }: Owner): Promise<number> {
  const [row] = await tx.$queryRaw<{ versions: number }[]>`
    SELECT versions FROM audit_pruned WHERE subject_id = ${id}::uuid`
  return row?.versions ?? 0
}

/** The text of a version is that of the last event until then that was about the list. */
function wantedTexts(events: readonly ReadEvent[], counts: readonly number[]): bigint[] {
  const wanted = counts.flatMap(
    (count) => events.slice(0, Math.max(0, count)).findLast(({ event }) => event.countAfter !== null)?.id ?? [],
  )
  return [...new Set(wanted)]
}

async function readTexts(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ id: bigint; text: string }[]>`
    SELECT id, after->'list'->>'text' AS text FROM audit_event
    WHERE id = ANY(${[...ids]}::bigint[]) AND after->'list'->>'form' = 'whole'`
  return new Map(rows.map(({ id, text }) => [id, text]))
}

/** Null for who uses none: a named list or a ceiling. */
async function usedLists(tx: Tx, { kind, id }: Owner): Promise<UsedList[] | null> {
  if (kind !== 'key') return null
  return tx.$queryRaw<UsedList[]>(Prisma.sql`
    SELECT l.id::text AS id, l.name FROM key_list u JOIN network_list l ON l.id = u.list_id
    WHERE u.key_id = ${id}::uuid ORDER BY lower(l.name), l.id`)
}
