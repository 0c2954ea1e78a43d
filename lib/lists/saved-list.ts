import type { RestingEntries } from '#lib/allowlists/entry-standing'

/** What stands after a save has returned. */
export type SavedList = { id: string; name: string; description: string | null; version: number }

/** What stands of a list. `text`: its entries in canonical text. */
export type CurrentList = SavedList & { text: string; resting: RestingEntries }

/** Somebody saved in between: what stands now, by whom and since when, so that the editor can show what changed. */
export type ListConflict = {
  ok: false
  error: 'conflict'
  message: string
  current: CurrentList & { savedBy: string | null; savedAt: Date | null }
}
