import { newSecret } from '#lib/keys/secret'
import type { Rig } from './rig.ts'

/** A management token that may write in its workspace. */
export type Token = { readonly tokenId: string; readonly token: string }

/** A workspace with a token. */
export type Tenant = Token & { readonly workspaceId: string }

export async function insertTenant(sql: Rig['sql']): Promise<Tenant> {
  const [{ id: workspaceId } = { id: '' }] = await sql<{ id: string }>(
    "INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), 'faults') RETURNING id",
  )
  return { workspaceId, ...(await insertToken(sql, workspaceId)) }
}

export async function insertToken(sql: Rig['sql'], workspaceId: string): Promise<Token> {
  const { secret, displayPrefix, lastFour, digest } = newSecret('gl_mgmt')
  const [{ id: tokenId } = { id: '' }] = await sql<{ id: string }>(
    `INSERT INTO management_token (id, workspace_id, name, display_prefix, last_four, digest, role, access_mode)
     VALUES (gen_random_uuid(), $1, 'faults', $2, $3, $4, 'write', 'open') RETURNING id`,
    [workspaceId, displayPrefix, lastFour, digest],
  )
  return { tokenId, token: secret }
}
