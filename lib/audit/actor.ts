import type { WorkspaceRole } from '#lib/workspaces/rights'

/** Which way a change came in. `server`: from nobody, the installation did it by itself. */
export type Door = 'dashboard' | 'api' | 'cli' | 'server'

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
  role: WorkspaceRole
}

/** A program with a management token. It may do with its workspace's keys what an admin may, where its role lets it write. */
export type TokenActor = Origin & {
  kind: 'token'
  tokenId: string
  userId: null
  /** "token" and the name of that moment. */
  label: string
  workspaceId: string
  role: 'admin'
}

/** Whoever changes keys of a workspace. */
export type KeyActor = Actor | TokenActor

/** What staff may do: an auditor reads, and does not change anything. */
export type StaffRole = 'auditor' | 'staff'

/** Somebody of the staff, who acts in no workspace, or a program with a token of theirs. */
export type StaffActor = Origin & {
  kind: 'staff'
  userId: string
  /** The e-mail address of that moment. */
  label: string
  role: StaffRole
  /** Of the program that acts for them; null for the person. */
  tokenId: string | null
}

/** Somebody who has not shown who they are; `label` is what they claimed. */
export type AnonymousActor = Origin & { kind: 'anonymous'; label: string }

/** Whoever runs the server, at the machine it runs on. */
export type OperatorActor = Origin & { kind: 'operator'; label: 'operator' }

/** The installation itself, where a rule of it does something. */
export type SystemActor = Origin & { kind: 'system'; label: 'Gatelist' }
