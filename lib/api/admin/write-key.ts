import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import type { KeyRefusalCode } from '#lib/keys/key-lock'
import { type KeyPlace, type KeyResource, readKey } from '#lib/keys/key-resource'
import { AdminProblem } from './problem.ts'

/** What a refused change of a key answers. `wrongState`: what is said when the key's status does not allow it. */
export function orThrow<T>(result: Result<T, KeyRefusalCode>, wrongState: string): T {
  if (result.ok) return result.value
  if (result.error === 'not_found') throw new AdminProblem('api_key_not_found')
  if (result.error === 'forbidden') throw new AdminProblem('forbidden', { message: result.message })
  if (result.error === 'staff_hold') throw new AdminProblem('staff_hold', { message: result.message })
  throw new AdminProblem('failed_precondition', { message: wrongState })
}

/** A key as the transaction sees it now; it must be there. */
export async function keyNow(tx: Tx, place: KeyPlace, keyId: string): Promise<KeyResource> {
  const key = await readKey(tx, place, keyId)
  if (key === null) throw new AdminProblem('api_key_not_found')
  return key
}
