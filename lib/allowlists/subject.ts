import type { AccessMode } from '#lib/verify/key-record'

/**
 * Whose list it is: a key's own, a named list that keys share, or the ceiling of the workspace. As it stands while its row is
 * locked; `now` is the database's time, when the lock was asked for or later.
 */
export type ListSubject = {
  readonly kind: 'key' | 'shared' | 'ceiling'
  readonly id: string
  readonly workspaceId: string
  readonly name: string
  readonly version: number
  readonly accessMode: AccessMode
  readonly now: Date
}
