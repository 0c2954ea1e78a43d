import pg from 'pg'

/** Lends a connection to a database. */
export async function onDatabase<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Copies a database that nobody is connected to, within its server; returns the copy's URL. */
export async function copyDatabase(url: string, name: string): Promise<string> {
  const [maintenance, copy] = [new URL(url), new URL(url)]
  maintenance.pathname = '/postgres'
  copy.pathname = `/${name}`
  const source = new URL(url).pathname.slice(1)
  await onDatabase(maintenance.href, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`))
  return copy.href
}
