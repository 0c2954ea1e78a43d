import pg from 'pg'
import { insertWorkspace } from '#test/admin/door'
import type { Place } from '../../faults/admin.ts'

/** A workspace in a database, and who may write in it. */
export async function makeTenant(databaseUrl: string): Promise<{ id: string; token: string }> {
  const sql = new pg.Client({ connectionString: databaseUrl })
  await sql.connect()
  try {
    const { id, tokens } = await insertWorkspace(sql, 'cluster')
    return { id, token: tokens.write }
  } finally {
    await sql.end()
  }
}

/** Where the admin API is asked through a balancer. */
export function placeAt(port: number, token: string): Place {
  return { url: `http://127.0.0.1:${port}`, token }
}
