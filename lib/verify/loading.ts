import { type CredentialRecord, isKey, recordId } from './key-record.ts'

/** What questions told while a load was on its way. */
export type Loading = {
  /** The clock when it was sent. */
  readonly since: number
  /** `changed`: the ids that a question named; null when it could not name them all. */
  see(changed: readonly string[] | null): void
  /** Whether the record, or anything that it was read with, was named since the load was sent. */
  mayHaveChanged(record: CredentialRecord): boolean
}

export function createLoading(since: number): Loading {
  const named = new Set<string>()
  let unknowable = false
  return {
    since,
    see(changed) {
      if (changed === null) unknowable = true
      else for (const id of changed) named.add(id)
    },
    mayHaveChanged: (record) =>
      unknowable || named.has(recordId(record)) || (isKey(record) && record.dependsOn.some((id) => named.has(id))),
  }
}
