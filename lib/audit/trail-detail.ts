import { type DiffView, diffView } from '#lib/allowlists/diff-view'
import { versionDiff } from '#lib/allowlists/version-diff'
import { type EntryFacts, makesVersion, readVersionEvent, type VersionEntry } from '#lib/allowlists/version-event'
import { comparedVersions } from '#lib/allowlists/version-pages'
import { versionNumbers } from '#lib/allowlists/version-queries'
import { prisma } from '#lib/db'
import { type FieldChange, fieldChanges } from './field-changes.ts'
import { findTrailEvent, type TrailEvent } from './trail.ts'

/** One event with all that it changed. */
export type TrailDetail = {
  readonly event: TrailEvent
  /** Its place in the chain; null when it has none. */
  readonly link: { readonly position: string; readonly hash: string } | null
  readonly list: TrailListChange | null
  readonly fields: readonly FieldChange[]
}

/** `isWhole`: told from the whole list before and after; otherwise from this event alone, without the entries that stayed. */
export type TrailListChange = { readonly diff: DiffView; readonly isWhole: boolean }

// What the difference of the list says.
const TOLD = new Set(['list', 'changes', 'entry', 'revived'])
const TOLD_OF_VERSIONS = new Set([...TOLD, 'lists', 'accessMode'])

/** Null when there is no such event, or it was pruned. */
export async function trailDetail(id: string): Promise<TrailDetail | null> {
  const event = await findTrailEvent(id)
  const [row] = event === null ? [] : await readDetails(event.id)
  if (event === null || row === undefined) return null
  const { before, after, position, hash } = row
  const list = makesVersion(event.action) ? await listChange(event, row) : null
  return {
    event,
    link: position === null || hash === null ? null : { position, hash },
    list,
    fields: fieldChanges(before, after, list === null ? new Set() : TOLD_OF_VERSIONS),
  }
}

type Details = { before: unknown; after: unknown; position: string | null; hash: string | null }

function readDetails(id: string): Promise<Details[]> {
  return prisma().$queryRaw`
    SELECT e.before, e.after, l.position::text AS position, encode(l.hash, 'hex') AS hash
    FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id WHERE e.id = ${id}::bigint`
}

async function listChange(event: TrailEvent, details: Details): Promise<TrailListChange> {
  const whole = await wholeChange(event)
  return whole === null ? ownChange(event, details) : { diff: whole, isWhole: true }
}

/** From the version before to that which the event made; null where one of them, or the list itself, is gone. */
async function wholeChange({ id, action, subject, workspace }: TrailEvent): Promise<DiffView | null> {
  if (subject === null || subject.kind === null || workspace === null) return null
  const place = {
    workspaceId: workspace.id,
    id: subject.id,
    owner: action.startsWith('key.') ? 'key' : 'list',
  } as const
  const number = (await versionNumbers(prisma(), place, [BigInt(id)])).get(id)
  if (number === undefined) return null
  return (await comparedVersions(place, { a: number - 1, b: number }))?.diff ?? null
}

/** Of an event before which there was nothing, that is the whole list as well. */
function ownChange({ action, at }: TrailEvent, { before, after }: Details): TrailListChange {
  const told = readVersionEvent({ action, before, after })
  const accessMode = told.modeAfter ?? told.modeBefore ?? 'enforce'
  const was = { entries: told.removed.map(whole), accessMode: told.modeBefore ?? accessMode, lists: told.listsBefore }
  const is = { entries: told.added.map(whole), accessMode, lists: told.listsAfter }
  return { diff: diffView(versionDiff(was, is, at)), isWhole: told.countBefore === 0 }
}

function whole({ network, note, enabled, expiresAt, source }: EntryFacts): VersionEntry {
  return { network, note: note ?? null, enabled: enabled ?? true, expiresAt: expiresAt ?? null, source: source ?? null }
}
