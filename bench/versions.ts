import { readFileSync } from 'node:fs'
import pg from 'pg'

/** What the figures were taken on, by name: this Node and PostgreSQL, and the packages that take part. */
export async function versionsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`)
    return { 'Node.js': process.versions.node, PostgreSQL: rows[0]?.version ?? '', ...packages('pg', 'next') }
  } finally {
    await client.end()
  }
}

function packages(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version]),
  )
}
