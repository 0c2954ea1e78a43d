import pg from 'pg'

/** A database, and how long a connection to it may take. */
export type Reached = { readonly url: string; readonly connectMs: number }

/** Runs one statement over a connection of its own. Limited, because a database that is stopped answers nothing. */
export async function queryOnce<Row extends object>(
  { url, connectMs }: Reached,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMs, query_timeout: 60_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    client.end().catch(() => undefined)
  }
}
