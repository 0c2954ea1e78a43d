import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeStaff, makeStaffToken } from '#lib/staff-tokens/fixtures'
import { insertWorkspace } from '#test/admin/door'
import { testDatabase } from '#test/database'
import { records, startDnsServer } from '#test/dns-server'
import { type RunningServer, startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'
import { type Block, blocks, blocksOf, documents, isSettings, typed } from './blocks.ts'
import { notRun, type Setting, settings } from './by-hand.ts'
import { missing, type } from './typist.ts'

// Types what the documents say to type, block after block, as one reader of each document would.

const PASSWORD = 'a long enough password'
/** Where the documents' server is. */
const ADDRESSES = /https:\/\/keys\.example\.com|http:\/\/(?:localhost|127\.0\.0\.1):300[01]/g

const isShell = (block: Block) => ['sh', 'console'].includes(block.language) && !isSettings(block)
const isLeftOut = ({ document, code }: Block) =>
  notRun.some((one) => one.document === document && code.startsWith(one.begins))
const runnable = (document: string) => blocksOf(document).filter((block) => isShell(block) && !isLeftOut(block))

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let server: RunningServer
let dns: Awaited<ReturnType<typeof startDnsServer>>

describe.skipIf(missing.length > 0)(`what the documents say to type (skipped without ${missing.join(', ')})`, () => {
  beforeAll(async () => {
    await buildCli()
    database = await testDatabase()
    sql = new pg.Client({ connectionString: database.url })
    await sql.connect()
    dns = await startDnsServer(({ name }) => ({ answers: [records.mx(name, '')] }))
    server = await startServer({
      env: { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1', DNS_SERVERS: dns.address },
    })
    const ada = { email: 'ada@example.com', name: 'Ada', passwordHash: 'none' }
    await prisma().user.create({ data: ada, select: { id: true } })
  })
  afterAll(async () => {
    await server.stop()
    dns.close()
    await sql.end()
    await database.close()
  })

  it.each(documents.filter((document) => runnable(document).length > 0))('%s', async (document) => {
    const setting = settings[document] ?? {}
    const reader = await readerOf(document, setting)
    const { failed, statuses, output } = await type({
      script: scriptOf(document, setting, reader.workspace),
      files: filesOf(document, setting, reader.variables.SECRET ?? ''),
      variables: reader.variables,
      stdin: setting.stdin === 'token' ? `${reader.variables.GATELIST_TOKEN}\n` : '',
    })
    const expected = Object.entries(setting.ends ?? {}).map(([begins, { code }]) => ({ begins, code }))
    const seen = failed.map(({ command, code }) => ({
      begins: expected.find(({ begins }) => command.startsWith(begins))?.begins ?? command,
      code,
    }))
    expect(seen, output).toEqual(expected)
    expect(statuses, output).toEqual(setting.answers ?? statuses.map((status) => (status < 300 ? status : 200)))
  })
})

it('every block that is not run has a reason, and every reason a block', () => {
  const isUsed = ({ document, begins }: (typeof notRun)[number]) =>
    blocks.some((block) => block.document === document && isShell(block) && block.code.startsWith(begins))
  expect(notRun.filter((one) => !isUsed(one))).toEqual([])
  expect(Object.keys(settings).filter((document) => !documents.includes(document))).toEqual([])
})

/** Somebody with a workspace, a token, a key with a list, and a named list, as the variables that the documents use. */
async function readerOf(document: string, setting: Setting) {
  const workspace = `Reader of ${document}`
  const { tokens } = await insertWorkspace(sql, workspace)
  const send = async (method: string, path: string, body: object) => {
    const headers = { Authorization: `Bearer ${tokens.write}`, 'Content-Type': 'application/json' }
    const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) })
    return (await answer.json()) as ReturnType<typeof JSON.parse>
  }
  const issue = (name: string) =>
    send('POST', '/v2alpha1/admin/issuedApiKeys', {
      name,
      actor_id: 'reader',
      scopes: ['orders:read'],
      ip_restriction: { allowed_cidrs: ['127.0.0.1', '203.0.113.0/24'] },
    })
  for (const name of setting.keys ?? []) await issue(name)
  const { secret, issued_api_key } = await issue('documented')
  const list = await send('POST', '/v2alpha1/admin/allowlists', { name: 'Shared', allowed_cidrs: ['192.0.2.0/24'] })
  await send('PATCH', '/v2alpha1/admin/ceiling', { allowed_cidrs: ['127.0.0.0/8', '203.0.113.0/24'] })
  const token = setting.token === 'staff' ? (await makeStaffToken(await makeStaff('staff'))).secret : tokens.write
  const variables: Record<string, string> = {
    ...{ GATELIST_URL: server.url, URL: server.url, GATELIST_TOKEN: token, MANAGEMENT_TOKEN: token },
    ...{ KEY_ID: issued_api_key.key_id, LIST_ID: list.allowlist_id, SECRET: secret, KEY: secret, GATELIST_KEY: secret },
    ...{ GATELIST_SECRET: process.env.GATELIST_SECRET ?? '', GATELIST_PASSWORD: PASSWORD },
    ...setting.variables,
  }
  return { workspace, variables }
}

function scriptOf(document: string, { instead = {} }: Setting, workspace: string): string {
  const script = runnable(document).map(typed).join('\n')
  return Object.entries(instead)
    .reduce((text, [from, to]) => {
      expect(text).toContain(from)
      return text.replaceAll(from, to)
    }, script)
    .replaceAll(/--workspace \w+/g, `--workspace "${workspace}"`)
    .replaceAll(ADDRESSES, server.url)
}

function filesOf(document: string, { files = {} }: Setting, secret: string): Record<string, string> {
  const textOf = (content: string | { readonly block: string }): string => {
    if (typeof content === 'string') return content.replace('$SECRET', secret)
    const block = blocksOf(document).find(({ language, code }) => language !== 'sh' && code.includes(content.block))
    if (block === undefined) throw new Error(`${document} has no block with ${content.block}`)
    return block.code
  }
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, textOf(content)]))
}
