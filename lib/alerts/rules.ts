import { mayManage } from '#lib/keys/rules'
import { hasRight, type WorkspaceRole } from '#lib/workspaces/rights'

type Person = { userId: string | null; role: WorkspaceRole }

/**
 * May this person mute that? Of a key, who may change it; what concerns more than one key, owners and admins.
 *
 * @param key that the mute is limited to, or null
 */
export function mayMute(person: Person, key: { createdById: string | null } | null): boolean {
  return key === null ? hasRight(person, 'changeShared') : mayManage(person, key)
}
