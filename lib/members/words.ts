import type { WorkspaceRole } from '#lib/workspaces/rights'

/** The roles in the words people read. */
export const workspaceRoleWords = {
  viewer: { name: 'Viewer', does: 'Sees keys, lists and alerts. Changes nothing.' },
  member: { name: 'Member', does: 'Also makes keys, and manages their own.' },
  admin: { name: 'Admin', does: 'Manages every key, the named lists, tokens, webhooks and people.' },
  owner: { name: 'Owner', does: 'Does what admins do, and decides who else is an owner.' },
} as const satisfies Record<WorkspaceRole, { name: string; does: string }>

/** In a sentence: "as an admin". */
export function withArticle(role: WorkspaceRole): string {
  const name = workspaceRoleWords[role].name.toLowerCase()
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}
