import { usage } from '../failure.ts'
import type { KeyResource, ListAnswer } from '../wire.ts'

/** Keys made here, and keys of other systems that were brought in. */
export type Kind = 'issued' | 'imported'
export const kinds: readonly Kind[] = ['issued', 'imported']

const ADMIN = '/v2alpha1/admin'

export const collectionPath = {
  issued: `${ADMIN}/issuedApiKeys`,
  imported: `${ADMIN}/importedApiKeys`,
} as const satisfies Record<Kind, string>

export const verbPath = (verb: 'verify' | 'batchVerify' | 'derive') => `${ADMIN}/apiKeys:${verb}`

/** The path of one key, or of something below it. */
export function keyPath(kind: Kind, id: string, below = ''): string {
  return `${collectionPath[kind]}/${pathPart(id)}${below}`
}

/** One part of a path. A part of dots would climb out of its folder, encoded or not (WHATWG URL). */
export function pathPart(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw usage(`${JSON.stringify(id)} is not an id`)
  return encodeURIComponent(id)
}

export function keysOf(kind: Kind, answer: ListAnswer): readonly KeyResource[] {
  return (kind === 'issued' ? answer.issued_api_keys : answer.imported_api_keys) ?? []
}
