import { createHash } from 'node:crypto'
import { isInForce, type ListedEntry } from '#lib/allowlists/listed-entry'
import { formatNetwork } from '#lib/ip/network'

/**
 * A strong validator (RFC 9110 §8.8.3) of something with entries, as it goes into `ETag`: the same as long as nothing of it differs but what calls
 * leave behind. Entry by entry, because the text of 10,000 at once costs as much memory as the answer.
 *
 * @param kept all else that it is made of; must become the same JSON whenever it is the same
 */
export function validatorOf(kept: unknown, { entries, now }: { entries: readonly ListedEntry[]; now: Date }): string {
  const digest = createHash('sha256').update(JSON.stringify(kept))
  for (const entry of entries) digest.update(markOf(entry, now))
  return `"${digest.digest('base64url').slice(0, 27)}"`
}

/** All that is shown of an entry but its match. Whether it is in force changes by itself, with what the answer lists. */
function markOf(entry: ListedEntry, now: Date): string {
  const { id, written, note, enabled, expiresAt, source, addedBy, addedAt } = entry
  const times = `${expiresAt?.getTime()} ${addedAt.getTime()}`
  const plain = `${id} ${formatNetwork(entry.network)} ${enabled} ${isInForce(entry, now)} ${times} `
  return plain + JSON.stringify([written, note, source, addedBy])
}
