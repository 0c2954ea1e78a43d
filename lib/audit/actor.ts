/** Which way a change came in. */
export type Door = 'dashboard' | 'api' | 'cli'

type Origin = {
  /** Canonical client address; null when it could not be determined. */
  address: string | null
  door: Door
  requestId: string | null
}

/** A signed-in person acting in one workspace. */
export type Actor = Origin & {
  kind: 'user'
  userId: string
  /** The e-mail address of that moment. */
  label: string
  workspaceId: string
  role: 'owner' | 'admin' | 'member'
}

/** Somebody who has not shown who they are; `label` is what they claimed. */
export type AnonymousActor = Origin & { kind: 'anonymous'; label: string }
