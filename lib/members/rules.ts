import { hasRight, isUpTo, type WorkspaceRole, workspaceRoles } from '#lib/workspaces/rights'

/** Invitations that wait, of one workspace. */
export const MAX_INVITATIONS = 200

/** How long the link of an invitation works. */
export const INVITATION_DAYS = 7

/** Nobody gives a role above their own. */
export function mayGive(own: WorkspaceRole, role: WorkspaceRole): boolean {
  return hasRight({ role: own }, 'manageMembers') && isUpTo(role, own)
}

/** Whether somebody in one role may change or remove somebody in another: an admin no owner. */
export function mayChange(own: WorkspaceRole, theirs: WorkspaceRole): boolean {
  return mayGive(own, theirs)
}

/** What somebody may make of others, from the least to the most. */
export function rolesToGive(own: WorkspaceRole): WorkspaceRole[] {
  return workspaceRoles.filter((role) => mayGive(own, role))
}

/** What somebody may make of this member; of themselves only less. Empty: they may not change them. */
export function rolesFor(own: WorkspaceRole, theirs: WorkspaceRole): WorkspaceRole[] {
  return mayChange(own, theirs) ? rolesToGive(own).filter((role) => role !== theirs) : []
}
