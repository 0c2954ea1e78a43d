import { randomUUID } from 'node:crypto'
import type pg from 'pg'

export type StoredKey = { readonly id: string; readonly digest: string }

type ListChoice = {
  readonly workspace?: string
  readonly kind?: 'shared' | 'ceiling'
  readonly mode?: 'open' | 'enforce' | 'report'
}

type EntryChoice = { readonly enabled?: boolean; readonly expiresAt?: Date }

/** Rows as verification reads them, written by plain SQL. `workspaceId`: where they go when nothing else is said. */
export function storedRows(sql: () => pg.Client, workspaceId: () => string) {
  const insertWorkspace = async (id: string = randomUUID()): Promise<string> => {
    await sql().query("INSERT INTO workspace (id, name) VALUES ($1, 'w')", [id])
    return id
  }

  /** An enforcing key without entries. */
  async function insertKey(workspace = workspaceId()): Promise<StoredKey> {
    const id = randomUUID()
    const { rows } = await sql().query<{ digest: string }>(
      `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
       VALUES ($1, $2, 'k', 'gl', 'abcd', sha256($3), 'enforce') RETURNING encode(digest, 'hex') AS digest`,
      [id, workspace, Buffer.from(id)],
    )
    return { id, digest: rows[0]?.digest ?? '' }
  }

  async function insertList({ workspace = workspaceId(), kind = 'shared', mode = 'enforce' }: ListChoice = {}) {
    const id: string = randomUUID()
    await sql().query(
      `INSERT INTO network_list (id, workspace_id, kind, name, access_mode)
       VALUES ($1::uuid, $2, $3, $1::text, $4)`,
      [id, workspace, kind, mode],
    )
    return id
  }

  /** Of a key or of a list, in whichever workspace that is. */
  async function insertEntry(owner: string, network: string, { enabled = true, expiresAt }: EntryChoice = {}) {
    await sql().query(
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, list_id, network, position, enabled, expires_at)
       SELECT gen_random_uuid(), workspace_id, key_id, list_id, $2, 0, $3, $4 FROM (
         SELECT workspace_id, id AS key_id, NULL::uuid AS list_id FROM api_key WHERE id = $1
         UNION ALL SELECT workspace_id, NULL, id FROM network_list WHERE id = $1) AS owner`,
      [owner, network, enabled, expiresAt ?? null],
    )
  }

  /** 10,000 networks. */
  async function insertLongList(owner: string): Promise<void> {
    await sql().query(
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, list_id, network, position)
       SELECT gen_random_uuid(), workspace_id, key_id, list_id, ('10.' || n / 256 || '.' || n % 256 || '.0/24')::inet, n
       FROM generate_series(0, 9999) AS n, (
         SELECT workspace_id, id AS key_id, NULL::uuid AS list_id FROM api_key WHERE id = $1
         UNION ALL SELECT workspace_id, NULL, id FROM network_list WHERE id = $1) AS owner`,
      [owner],
    )
  }

  async function attachList(keyId: string, listId: string): Promise<void> {
    await sql().query("INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'test')", [keyId, listId])
  }

  return { insertWorkspace, insertKey, insertList, insertEntry, insertLongList, attachList }
}
