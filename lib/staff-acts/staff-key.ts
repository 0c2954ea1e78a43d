import { networkOf } from '#lib/allowlists/entry-views'
import { prisma } from '#lib/db'
import type { Network } from '#lib/ip/network'
import { isKeyId } from '#lib/keys/key-resource'
import { getKey } from '#lib/keys/queries'
import type { KeyDetail } from '#lib/keys/views'

/** A key as staff see it: all that its owner sees, whose it is, and who of the staff holds it. Never a secret. */
export type StaffKey = {
  detail: KeyDetail
  workspace: { id: string; name: string }
  /** The account that made it; null for a program's key, or when the account is gone. */
  owner: string | null
  holdBy: string | null
}

/** Null when there is none. Keys that ended are as good as any. */
export async function staffKey(keyId: string): Promise<StaffKey | null> {
  if (!isKeyId(keyId)) return null
  const place = await prisma().apiKey.findUnique({
    where: { id: keyId },
    select: {
      staffHoldBy: true,
      workspace: { select: { id: true, name: true } },
      createdBy: { select: { email: true } },
    },
  })
  if (place === null) return null
  const detail = await getKey(place.workspace.id, keyId)
  if (detail === null) return null
  return { detail, workspace: place.workspace, owner: place.createdBy?.email ?? null, holdBy: place.staffHoldBy }
}

/** The widest of the entries in force, own ones and those of named lists, as people write it; null when none is. */
export function widestEntry({ entries, lists }: Pick<KeyDetail, 'entries' | 'lists'>): string | null {
  let widest: { text: string; width: number } | null = null
  for (const entry of [...entries, ...lists.flatMap((list) => list.entries)]) {
    if (entry.standing !== 'in_force') continue
    const width = widthOf(networkOf(entry))
    if (widest === null || width < widest.width) widest = { text: entry.text, width }
  }
  return widest?.text ?? null
}

/** Lower is wider. Of IPv6 half the prefix: a /48 is as much of its family as a /24. */
function widthOf({ family, prefixBits }: Network): number {
  return family === 4 ? prefixBits : prefixBits / 2
}
