import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { AccessMode } from './views.ts'

/** What stands after a save has returned. `allowedIps` is the list in canonical text. */
export type SavedKey = { id: string; name: string; version: number; accessMode: AccessMode; allowedIps: string }

/** Somebody saved in between: what stands now, by whom and since when, so that the editor can show what changed. */
export type UpdateConflict = {
  ok: false
  error: 'conflict'
  message: string
  current: SavedKey & { resting: RestingEntries; savedBy: string | null; savedAt: Date | null }
}
