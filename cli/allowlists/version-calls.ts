import { usage } from '../failure.ts'
import type { FoundKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'

/** The path of a key's versions, or of something below them. */
export function versionsPath({ kind, id }: Pick<FoundKey, 'kind' | 'id'>, below = ''): string {
  return keyPath(kind, id, `/allowlist/versions${below}`)
}

/** A version as people name it. */
export function readVersion(text: string | undefined): string {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return text
  throw usage(`${JSON.stringify(text ?? '')} is not a version; gatelist keys history shows them`)
}
