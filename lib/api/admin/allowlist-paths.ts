import type { KeyKind } from '#lib/keys/key-resource'

export const collectionOf = { issued: 'issuedApiKeys', imported: 'importedApiKeys' } as const satisfies Record<
  KeyKind,
  string
>

/** As operation ids have it. */
export const nameOf = { issued: 'Issued', imported: 'Imported' } as const satisfies Record<KeyKind, string>

export const entriesTag = 'Allowlist entries'

/** Of a key's allowlist; the template of the key's id is in it. */
export function entryPath(kind: KeyKind): string {
  return `/v2alpha1/admin/${collectionOf[kind]}/{key_id}/allowlist`
}
