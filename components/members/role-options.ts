import { workspaceRoleWords } from '#lib/members/words'
import { type WorkspaceRole, workspaceRoles } from '#lib/workspaces/rights'

/** Roles to choose from, each with what it may do, from the least to the most. */
export function roleOptions(roles: readonly WorkspaceRole[]) {
  return workspaceRoles
    .filter((role) => roles.includes(role))
    .map((value) => ({ value, label: workspaceRoleWords[value].name, description: workspaceRoleWords[value].does }))
}
