import type { OperatorActor } from '#lib/audit/actor'
import { env } from '#lib/env'
import { ok, type Result } from '#lib/errors'
import type { Rotation } from '#lib/tokens/key-store'
import { turnSigningKeys as turn } from '#lib/tokens/signing-keys'

/** Has new signing keys follow the present ones. Repeated, it changes nothing until those sign; with `end_old` it does each time. */
export async function turnSigningKeys(
  actor: OperatorActor,
  { end_old: endOld }: { end_old: boolean },
): Promise<Result<Rotation, never>> {
  const longestTokenMs = env().tokenMaxTtlSeconds * 1000
  return ok(await turn(actor, { oldEnd: endOld ? 'now' : 'after_their_tokens', longestTokenMs }))
}
