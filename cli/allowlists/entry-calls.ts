import { type Network, parseCanonicalNetwork } from '#lib/ip/network'
import type { Client } from '../http/client.ts'
import { type Kind, keyPath, pathPart } from '../keys/kind.ts'
import type { EntriesAnswer, ListedEntry } from '../wire.ts'

type Where = { readonly kind: Kind; readonly id: string }

export function entriesPath({ kind, id }: Where): string {
  return keyPath(kind, id, '/allowlist/entries')
}

export function entryPath(where: Where, entryId: string): string {
  return `${entriesPath(where)}/${pathPart(entryId)}`
}

/** The entries of a key, and the ETag that later writes hang on. */
export async function readEntries(
  client: Client,
  where: Where,
): Promise<{ entries: ListedEntry[]; etag: string | null }> {
  const { body, headers } = await client.call<EntriesAnswer>({ method: 'GET', path: entriesPath(where) })
  return { entries: body.entries ?? [], etag: headers.get('ETag') }
}

/** Null when the server sent none that can be read. */
export function networkOfEntry({ network }: ListedEntry): Network | null {
  return network === undefined ? null : parseCanonicalNetwork(network)
}
