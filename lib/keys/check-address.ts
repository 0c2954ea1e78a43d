import { type Explanation, explain } from '#lib/allowlists/explain'
import type { Tx } from '#lib/db'
import type { Address } from '#lib/ip/address'
import { type JudgedKey, readJudgedKey } from './judged-key.ts'
import type { KeyKind } from './key-resource.ts'

/** Whether a key lets an address through, by what, or what it misses. For the people and programs of its workspace only. */
export type AddressCheck = { key: JudgedKey; explanation: Explanation }

/** Null when there is no such key. */
export async function checkAddress(
  db: Tx,
  place: { workspaceId: string; kind?: KeyKind },
  { keyId, address }: { keyId: string; address: Address },
): Promise<AddressCheck | null> {
  const key = await readJudgedKey(db, place, keyId)
  return key === null ? null : { key, explanation: explain(key, address, key.now) }
}
