import type { KeyKind } from '#lib/keys/key-resource'
import type { KeyTimes } from '#lib/keys/rules'
import type { AccessMode } from '#lib/keys/views'

/** What staff see of a key in a list. Neither its secret nor a digest is in it. */
export type StaffKey = KeyTimes & {
  id: string
  kind: KeyKind
  name: string
  displayPrefix: string
  lastFour: string
  workspace: { id: string; name: string }
  owner: { id: string; email: string } | null
  accessMode: AccessMode
  createdAt: Date
  entries: number
  ownEntries: number
  lists: number
  inForce: number
  /** Prefix lengths of the widest entries in force. */
  widestV4: number | null
  widestV6: number | null
  /** Of both families together; above 2^53 not to the last one. */
  addresses: number
  anyAddress: boolean
  private: boolean
  reserved: boolean
  expired: number
  nextExpiry: Date | null
  unnoted: number
  unmatched: number
  lastUsed: { at: Date; address: string | null } | null
  refusedDay: number
}
