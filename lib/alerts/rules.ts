import { type KeyRole, mayManage, roleRights } from '#lib/keys/rules'

type Person = { userId: string | null; role: KeyRole }

/**
 * May this person mute that? Of a key, who may change it; what concerns more than one key, owners and admins.
 *
 * @param key that the mute is limited to, or null
 */
export function mayMute(person: Person, key: { createdById: string | null } | null): boolean {
  return key === null ? roleRights[person.role].shared : mayManage(person, key)
}
