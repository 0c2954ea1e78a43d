/** What somebody is in a workspace, from the least to the most. */
export const workspaceRoles = ['viewer', 'member', 'admin', 'owner'] as const

export type WorkspaceRole = (typeof workspaceRoles)[number]

/**
 * Who may do what in a workspace. Pages offer by this table, actions, commands and the API refuse by it. To see keys, lists,
 * alerts and members needs no right: everybody in the workspace does.
 */
export const workspaceRights = {
  /** Make keys, which are then their own. */
  createKeys: ['member', 'admin', 'owner'],
  /** Change, pause, rotate and revoke the keys that they made themselves. */
  manageOwnKeys: ['member', 'admin', 'owner'],
  /** The same with every key, also one whose maker is gone. */
  manageAllKeys: ['admin', 'owner'],
  /** What concerns keys of others too: named lists, the ceiling, mutes and webhooks. */
  changeShared: ['admin', 'owner'],
  /** Mark alerts as read, which holds for everybody. */
  readAlerts: ['member', 'admin', 'owner'],
  /** See, make, change and revoke management tokens. A token can do what an admin can, so this is never less than an admin's. */
  manageTokens: ['admin', 'owner'],
  /** Invite people, change what they may do, and remove them: up to their own role. */
  manageMembers: ['admin', 'owner'],
  /** Read what was done in the workspace, by whom and from where. */
  seeActivity: ['admin', 'owner'],
} as const satisfies Record<string, readonly WorkspaceRole[]>

export type WorkspaceRight = keyof typeof workspaceRights

export function hasRight(person: { role: WorkspaceRole }, right: WorkspaceRight): boolean {
  const roles: readonly WorkspaceRole[] = workspaceRights[right]
  return roles.includes(person.role)
}

/** Whether a role is that of another or less. */
export function isUpTo(role: WorkspaceRole, limit: WorkspaceRole): boolean {
  return workspaceRoles.indexOf(role) <= workspaceRoles.indexOf(limit)
}
