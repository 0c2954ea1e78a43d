import type { Actor } from '#lib/audit/actor'
import { createManagementToken } from './commands.ts'
import type { CreatedToken } from './create-token.ts'
import type { TokenRole } from './rules.ts'
import { createTokenSchema } from './schema.ts'

export type TokenChoice = { name?: string; role?: TokenRole; allowedIps?: string }

/** A token as an admin would make it, for tests against a real database; an empty list counts as confirmed. */
export async function makeToken(actor: Actor, choice: TokenChoice = {}): Promise<CreatedToken> {
  const { name = 'Deployment', role = 'write', allowedIps = '' } = choice
  const input = createTokenSchema.parse({ name, role, allowedIps, openToAny: allowedIps === '', expiresAt: null })
  const created = await createManagementToken(actor, input)
  if (!created.ok) throw new Error(created.message)
  return created.value
}
