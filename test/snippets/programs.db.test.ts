import { execFile } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
import { makeTenant } from '#test/cluster/tenant'
import { testDatabase } from '#test/database'
import { testFolder } from '#test/postgres'
import { type RunningServer, startServer } from '#test/servers'
import { ask, issueKey, type Place } from '../../faults/admin.ts'
import { blocksOf } from './blocks.ts'

// Runs what the documents give to programs that ask Gatelist. Those of the package for Node are run by its own tests, the receiver of
// webhooks by test/webhook-receiver.test.ts.

/** As the documents name the server. */
const ISSUER = 'https://keys.example.com'

let database: Awaited<ReturnType<typeof testDatabase>>
let server: RunningServer
let place: Place
const folder = testFolder('programs')

beforeAll(async () => {
  database = await testDatabase()
  server = await startServer({
    env: { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1', TOKEN_ISSUER: ISSUER },
  })
  place = { url: server.url, token: (await makeTenant(database.url)).token }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
})
afterAll(async () => {
  await server.stop()
  await database.close()
  rmSync(folder, { recursive: true })
})

function programOf(document: string, words: string): string {
  const found = blocksOf(document).filter(({ language, code }) => language === 'js' && code.includes(words))
  if (found.length !== 1) throw new Error(`${document} has ${found.length} programs with ${words}`)
  return (found[0]?.code ?? '').replace(`${ISSUER}/.well-known`, `${server.url}/.well-known`)
}

/** What it prints. `given`: what it takes as there. Rejects when it fails. */
async function run(program: string, given: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'program.mjs')
  const constants = Object.entries(given).map(([name, value]) => `const ${name} = ${JSON.stringify(value)}`)
  writeFileSync(file, [...constants, program].join('\n'))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file])
  return stdout + stderr
}

it('a JWT is verified without asking, and one that was changed is not', async () => {
  const { id, secret } = await issueKey(place, ['127.0.0.1/32'])
  const derived = await ask(place, {
    ...{ method: 'POST', path: 'apiKeys:derive' },
    body: { credential: secret, algorithm: 'TOKEN_ALGORITHM_JWT', ttl: '15m' },
  })
  expect(derived).toMatchObject({ status: 200 })
  const { token } = derived.body.token as { token: string }
  const program = `${programOf('docs/guides/derived-tokens.md', 'jwtVerify')}\nconsole.log(payload.sub, payload.acl)`
  expect(await run(program, { token })).toBe(`${id} [ '127.0.0.1/32' ]\n`)
  const [head, body = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...claims, acl: ['0.0.0.0/0'] })).toString('base64url')
  await expect(run(program, { token: [head, forged, signature].join('.') })).rejects.toThrow('signature verification')
})

it('a program learns that its own address is not on the list', async () => {
  const program = programOf('docs/guides/testing-restrictions.md', 'response.status === 403')
  const given = async (cidr: string) => {
    const { secret } = await issueKey(place, [cidr])
    return { url: server.url, key: secret, email: '' }
  }
  expect(await run(program, await given('203.0.113.0/24'))).toBe(
    'This server is not in the allowlist of its API key.\n',
  )
  expect(await run(program, await given('127.0.0.1/32'))).toBe('')
})
