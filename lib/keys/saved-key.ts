import type { AccessMode } from './key-lock.ts'

/** What stands after a save has returned. `allowedIps` is the list in canonical text. */
export type SavedKey = { id: string; name: string; version: number; accessMode: AccessMode; allowedIps: string }
