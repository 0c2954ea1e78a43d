import type { KeyRecord } from '#lib/verify/key-record'

/**
 * What an upstream is told of a key, as header lines (name, value, name, value…).
 *
 * Always the same names: a proxy that copies them then has nothing to leave of what a caller sent under them. The owner is the
 * key's actor, which is text of whoever made the key, or else its workspace.
 */
export function keyHeaders({
  keyId,
  workspaceId,
  facts,
}: Pick<KeyRecord, 'keyId' | 'workspaceId' | 'facts'>): string[] {
  const { actorId, scopes } = facts
  return [
    ...['X-Key-Id', keyId],
    ...['X-Key-Owner', actorId === '' ? workspaceId : headerText(actorId)],
    ...['X-Key-Workspace', workspaceId],
    ...['X-Key-Scopes', scopes.map(headerText).join(' ')],
  ]
}

/** Neither a line break nor what a proxy's configuration, a list or a quotation would take for its own. */
const PLAIN = /^[A-Za-z0-9._~:/@+*-]*$/
const NOT_PLAIN = /[^A-Za-z0-9._~:/@+*-]+/g

/** Text as a header value holds it: percent-encoded UTF-8 but for plain characters. `decodeURIComponent` gives it back. */
export function headerText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NOT_PLAIN, encodeBytes)
}

/** Every byte, and half a surrogate pair as U+FFFD, where `encodeURIComponent` leaves some and throws. */
function encodeBytes(part: string): string {
  return [...Buffer.from(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
