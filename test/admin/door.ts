import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { createApiDoor } from '#lib/api/door'
import { newSecret } from '#lib/keys/secret'
import { ensureSigningKeys } from '#lib/tokens/signing-keys'
import { flushTraffic } from '#lib/traffic/record-call'
import { verification } from '#lib/verify/verification'
import { testDatabase } from '#test/database'

export type Role = 'read' | 'verify' | 'write'

/** A tenant with a management token of each role. */
export type Workspace = { readonly id: string; readonly tokens: Readonly<Record<Role, string>> }

export type Sent = {
  /** Null sends none. Without it: the write token of the door's own workspace. */
  token?: string | null
  /** An object goes as JSON; text and bytes go as they are. */
  body?: object | string | Buffer
  headers?: Record<string, string | string[]>
  /** The address to call from, for example `127.0.0.2`. */
  from?: string
}

/** `json` is parsed when it is asked for. */
export type Received = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: ReturnType<typeof JSON.parse>
}

export type AdminDoor = Workspace & {
  /** For example `http://127.0.0.1:43211`. */
  readonly url: string
  readonly databaseUrl: string
  readonly sql: pg.Client
  /** `path` with its query, for example `/v2alpha1/admin/issuedApiKeys?page_size=2`. */
  call(method: string, path: string, sent?: Sent): Promise<Received>
  addWorkspace(name?: string): Promise<Workspace>
  /** @returns the token's text */
  addToken(workspaceId: string, choice?: TokenChoice): Promise<string>
  /** Makes a key through the API. `fields` goes over name and actor_id. */
  issue(fields?: object, sent?: Omit<Sent, 'body'>): Promise<{ keyId: string; secret: string }>
  close(): Promise<void>
}

export type TokenChoice = {
  role?: Role
  /** Canonical networks; none leaves the token open to any address. */
  networks?: readonly string[]
  /** SQL of `revoked_at` and `expires_at`. */
  columns?: Readonly<Partial<Record<'revoked_at' | 'expires_at', string>>>
}

/** The API's door on node:http in this process, on a database of its own, with one workspace. One in each test file. */
export async function openAdminDoor(): Promise<AdminDoor> {
  const database = await testDatabase()
  await ensureSigningKeys()
  const sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  const answer = createApiDoor()
  const server = createServer((incoming, response) => {
    if (!answer(incoming, response)) response.writeHead(200).end('page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const addToken = (workspaceId: string, choice?: TokenChoice) => insertToken(sql, workspaceId, choice)
  const addWorkspace = (name = 'w') => insertWorkspace(sql, name)
  const own = await addWorkspace()
  const call = (method: string, path: string, sent: Sent = {}) =>
    send(port, { method, path, token: own.tokens.write, ...sent })
  return {
    ...own,
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    sql,
    call,
    addWorkspace,
    addToken,
    async issue(fields = {}, sent = {}) {
      const body = { name: 'key', actor_id: 'actor', ...fields }
      const made = await call('POST', '/v2alpha1/admin/issuedApiKeys', { ...sent, body })
      if (made.status !== 201) throw new Error(`not issued: ${made.text}`)
      return { keyId: made.json.issued_api_key.key_id, secret: made.json.secret }
    },
    async close() {
      await flushTraffic()
      await new Promise((resolve) => server.close(resolve))
      await sql.end()
      await verification().close()
      await database.close()
    },
  }
}

/** For a server of its own process, on a database that `sql` is connected to. */
export async function insertWorkspace(sql: pg.Client, name: string): Promise<Workspace> {
  const { rows } = await sql.query<{ id: string }>(
    'INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), $1) RETURNING id',
    [name],
  )
  const id = rows[0]?.id ?? ''
  const [read, verify, write] = [
    await insertToken(sql, id, { role: 'read' }),
    await insertToken(sql, id, { role: 'verify' }),
    await insertToken(sql, id, { role: 'write' }),
  ]
  return { id, tokens: { read, verify, write } }
}

async function insertToken(
  sql: pg.Client,
  workspaceId: string,
  { role = 'write', networks = [], columns = {} }: TokenChoice = {},
): Promise<string> {
  const made = newSecret('gl_mgmt')
  const names = Object.keys(columns).map((name) => `, ${name}`)
  const values = Object.values(columns).map((value) => `, ${value}`)
  await sql.query(
    `INSERT INTO management_token (id, workspace_id, name, role, access_mode, networks, display_prefix, last_four, digest${names.join('')})
     VALUES (gen_random_uuid(), $1, $2, $3::token_role, $4::access_mode, $5::text[], $6, $7, $8${values.join('')})`,
    [
      workspaceId,
      `${role} token`,
      role,
      networks.length === 0 ? 'open' : 'enforce',
      networks,
      made.displayPrefix,
      made.lastFour,
      made.digest,
    ],
  )
  return made.secret
}

export type Outgoing = Sent & { method: string; path: string }

/** Sends one call to an API at a port of this machine. */
export function send(port: number, { method, path, token, body, headers = {}, from }: Outgoing): Promise<Received> {
  const isObject = typeof body === 'object' && !Buffer.isBuffer(body)
  const bytes = isObject ? JSON.stringify(body) : body
  const all = {
    ...(token == null ? {} : { Authorization: `Bearer ${token}` }),
    ...(bytes === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes) }),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port, host: '127.0.0.1', method, path, headers: all, agent: false, localAddress: from },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve(receivedOf(response.statusCode ?? 0, response.headers, text)))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

function receivedOf(status: number, headers: IncomingHttpHeaders, text: string): Received {
  return {
    status,
    headers,
    text,
    get json() {
      return JSON.parse(text)
    },
  }
}
