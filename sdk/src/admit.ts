import type { Gatelist } from './gatelist.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import type { VerifiedKey } from './verdict.ts'

export type Admission =
  | { readonly ok: true; readonly key: VerifiedKey }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * What all frameworks do with a request.
 *
 * @param credential null: the request has none, or more than one
 */
export async function admit(
  gatelist: Gatelist,
  credential: string | null,
  clientIp: string | null | undefined,
): Promise<Admission> {
  if (credential === null) return { ok: false, refusal: refusalOf({ allowed: false, reason: 'invalid' }) }
  const verdict = await gatelist.verify(credential, clientIp)
  return verdict.allowed ? { ok: true, key: verdict.key } : { ok: false, refusal: refusalOf(verdict) }
}
