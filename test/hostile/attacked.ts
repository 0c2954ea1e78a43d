import pg from 'pg'
import { newSecret } from '#lib/keys/secret'
import { insertWorkspace } from '#test/admin/door'
import { type TestDatabase, testDatabase } from '#test/database'
import { readScrape, type Scrape } from '#test/scrape'
import { type RunningServer, startServer } from '#test/servers'

/** A server that believes its proxy at 127.0.0.1, with a key that any address may use and one that none may. */
export type Attacked = {
  readonly server: RunningServer
  readonly port: number
  readonly sql: pg.Client
  readonly token: string
  readonly open: string
  readonly closed: string
  scrape(): Promise<Scrape>
  close(): Promise<void>
}

const METRICS_TOKEN = 'only-for-tests-but-long-enough-for-one'

export async function startAttacked(): Promise<Attacked> {
  const database = await testDatabase()
  const server = await startServer({
    env: {
      DATABASE_URL: database.url,
      GATELIST_WITHOUT_PAGES: '1',
      METRICS_TOKEN,
      RATE_LIMIT_REQUESTS: '0',
      CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
      TRUSTED_PROXIES: '127.0.0.1',
    },
  })
  const sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  const { id, tokens } = await insertWorkspace(sql, 'attacked')
  return {
    ...{ server, sql, token: tokens.write, port: Number(new URL(server.url).port) },
    open: await makeKey(sql, id, 'open'),
    closed: await makeKey(sql, id, 'enforce'),
    scrape: () => scrapeOf(server),
    close: () => end({ server, sql, database }),
  }
}

async function makeKey(sql: pg.Client, workspaceId: string, accessMode: string): Promise<string> {
  const { secret, displayPrefix, lastFour, digest } = newSecret()
  await sql.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     VALUES (gen_random_uuid(), $1, 'attacked', $2, $3, $4, $5)`,
    [workspaceId, displayPrefix, lastFour, digest, accessMode],
  )
  return secret
}

async function scrapeOf({ url }: RunningServer): Promise<Scrape> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  return readScrape(await answer.text())
}

type Ending = { server: RunningServer; sql: pg.Client; database: TestDatabase }

async function end({ server, sql, database }: Ending): Promise<void> {
  await sql.end()
  await server.stop()
  await database.close()
}
