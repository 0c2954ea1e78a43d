import { type CredentialRecord, isKey } from './key-record.ts'

/**
 * Which records, by their digest, are held that a change of something else concerns. It has no more in it than is held, and
 * a set only where several records depend on the same thing: most workspaces have few keys in use.
 */
export type Dependents = {
  /** About how much memory the ids take that records depend on; a record's own place among them is part of its own size. */
  readonly bytes: number
  add(digest: string, record: CredentialRecord): void
  remove(digest: string, record: CredentialRecord): void
  /** Takes out those that depend on that id. */
  take(id: string): Iterable<string>
}

const ID_BYTES = 140

export function createDependents(): Dependents {
  const digestsOf = new Map<string, string | Set<string>>()

  function addOne(id: string, digest: string): void {
    const known = digestsOf.get(id)
    if (known === undefined || known === digest) digestsOf.set(id, digest)
    else if (typeof known === 'string') digestsOf.set(id, new Set([known, digest]))
    else known.add(digest)
  }

  function removeOne(id: string, digest: string): void {
    const known = digestsOf.get(id)
    if (known === digest) digestsOf.delete(id)
    else if (typeof known === 'object' && known.delete(digest) && known.size === 0) digestsOf.delete(id)
  }

  return {
    get bytes() {
      return digestsOf.size * ID_BYTES
    },
    add: (digest, record) => forEachOf(record, (id) => addOne(id, digest)),
    remove: (digest, record) => forEachOf(record, (id) => removeOne(id, digest)),
    take(id) {
      const known = digestsOf.get(id)
      if (known === undefined) return []
      digestsOf.delete(id)
      return typeof known === 'string' ? [known] : known
    },
  }
}

function forEachOf(record: CredentialRecord, visit: (id: string) => void): void {
  if (isKey(record)) for (const id of record.dependsOn) visit(id)
}
