import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, gatelist, problem, type Reply, stubServer } from '../fixtures.ts'

const ID = '0199a0b0-0000-7000-8000-000000000001'
const token = 'gl_staff_token-of-the-test'
const STAFF = '/v2alpha1/staff'
const key = {
  ...{ id: ID, name: 'payments', status: 'active', access_mode: 'enforce', entries: 2, widest_v4: 8, widest_v6: null },
  ...{ workspace: { id: ID, name: 'Shop' }, owner: { id: ID, email: 'a@example.com' }, addresses: 16777216 },
}

let server: Awaited<ReturnType<typeof stubServer>>
let replies: Record<string, (asked: Asked) => Reply>
let folder: string

beforeAll(async () => {
  server = await stubServer((asked) => {
    const found = Object.entries(replies).find(([start]) => `${asked.method} ${asked.path}`.startsWith(start))
    return found?.[1](asked) ?? problem(404, 'NOT_FOUND', 'The requested resource could not be found')
  })
  folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-staff-`))
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
  replies = {}
})

const run = (...args: string[]) => gatelist(['staff', ...args, '-e', server.url], { env: { GATELIST_TOKEN: token } })
const asked = () => server.asked.map(({ method, path, body }) => [method, path, body])

describe('staff keys', () => {
  it('are listed by the filters of the page, with a note that there are more', async () => {
    replies[`GET ${STAFF}/keys`] = () => ({ body: { keys: [key], total: 1, next_page_token: 'next' } })
    const { code, stdout, stderr } = await run('keys', 'list', '--access', 'enforce', '--any-address', '--sort', 'name')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/payments.*Shop.*\/8/)])
    expect(stderr).toContain('--page-token next')
    expect(asked()).toEqual([['GET', `${STAFF}/keys?access=enforce&any=1&sort=name`, undefined]])
  })

  it('are all read page by page', async () => {
    replies[`GET ${STAFF}/keys`] = ({ path }) => ({
      body: { keys: [{ ...key, id: path }], next_page_token: path.includes('page_token') ? '' : 'two' },
    })
    expect((await run('keys', 'list', '--all', '-q')).stdout.split('\n')).toHaveLength(3)
  })

  it('say by exit code 3 that this is no staff token, wherever the server shows nothing', async () => {
    for (const args of [
      ['keys', 'list'],
      ['keys', 'get', ID],
      ['export', 'keys', '--out', join(folder, 'none')],
    ]) {
      expect((await run(...args)).code).toBe(3)
    }
  })

  it('are acted on with a reason alone', async () => {
    replies[`POST ${STAFF}/keys/${ID}`] = () => ({
      body: { id: ID, outcome: 'waiting', approval_id: 'a1', until: 'soon' },
    })
    expect((await run('keys', 'pause', ID)).code).toBe(2)
    await run('keys', 'pause', ID, '--reason', 'looks leaked')
    await run('keys', 'resume', ID, '--reason', 'all is well')
    const { stdout, stderr } = await run('keys', 'revoke', ID, '--reason', 'leaked', '--what', 'key_compromise', '-y')
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('A second person')])
    await run('keys', 'note', ID, 'seen on a forum', '--show-owner')
    await run('keys', 'ask', ID, '--to', 'rotate', '--reason', 'it leaked', '--due', '2030-01-31')
    expect(asked()).toEqual([
      ['POST', `${STAFF}/keys/${ID}:pause`, { reason: 'looks leaked' }],
      ['POST', `${STAFF}/keys/${ID}:resume`, { reason: 'all is well' }],
      ['POST', `${STAFF}/keys/${ID}:revoke`, { reason: 'leaked', revocation_reason: 'key_compromise' }],
      ['POST', `${STAFF}/keys/${ID}/notes`, { text: 'seen on a forum', shown_to_owner: true }],
      ['POST', `${STAFF}/keys/${ID}/requests`, { ask: 'rotate', reason: 'it leaked', due_on: '2030-01-31' }],
    ])
  })
})

describe('staff lookup', () => {
  it('says which keys an address opens, and by what', async () => {
    const found = { ...key, reach: 'all', entries: [{ network: '203.0.113.0/24', note: null, list: null }] }
    replies[`GET ${STAFF}/lookup/admitting`] = () => ({ body: { asked: '203.0.113.7', keys: [found] } })
    const { code, stdout } = await run('lookup', '203.0.113.7', '--whole')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/payments.*203\.0\.113\.0\/24/)])
    expect(asked()).toEqual([['GET', `${STAFF}/lookup/admitting?address=203.0.113.7&reach=all`, undefined]])
  })

  it('takes a secret on standard input alone, and sends it in the body', async () => {
    replies[`POST ${STAFF}/lookup/credential`] = () => ({ body: { how: 'secret', keys: [key], tokens: [] } })
    const around = { env: { GATELIST_TOKEN: token }, stdin: 'gl_live_leaked\n' }
    const { stdout } = await gatelist(['staff', 'lookup', '--secret-stdin', '-q', '-e', server.url], around)
    expect(stdout).toBe(`${ID}\n`)
    expect(asked()).toEqual([['POST', `${STAFF}/lookup/credential`, { credential: 'gl_live_leaked' }]])
    expect((await run('lookup')).code).toBe(2)
  })
})

describe('staff audit verify', () => {
  const steps = (last: object) => {
    const answers = [
      { state: 's1', checked: 5, total: 9 },
      { state: null, checked: 9, total: 9, head: '9:ab', ...last },
    ]
    return () => ({ body: answers[server.asked.length - 1] ?? {} })
  }

  it('goes step by step to the end and names the head to note', async () => {
    replies[`POST ${STAFF}/auditEvents:check`] = steps({ problem: null })
    const { code, stdout } = await run('audit', 'verify', '--head', `3:${'0'.repeat(64)}`)
    expect([code, stdout]).toEqual([0, 'Whole: 9 events are as they were written.\nHead: 9:ab\n'])
    expect(server.asked.map(({ body }) => body)).toEqual([
      { state: null, head: `3:${'0'.repeat(64)}` },
      { state: 's1', head: null },
    ])
  })

  it('fails where the chain breaks', async () => {
    replies[`POST ${STAFF}/auditEvents:check`] = steps({ problem: { message: 'Event 7 was changed.', position: 7 } })
    expect(await run('audit', 'verify')).toMatchObject({ code: 1, stderr: expect.stringContaining('Event 7') })
  })
})

describe('staff export', () => {
  const rows = Array.from({ length: 40 }, (_, at) => `row-${String(at).padStart(2, '0')},"two\nlines"\r\n`)
  const whole = `id,note\r\n${rows.join('')}`
  const behind = (path: string) => {
    const after = new URL(path, 'http://x').searchParams.get('after')
    return after === null ? whole : rows.slice(Number(after.slice(4)) + 1).join('')
  }

  it('goes on behind the last whole row when the connection breaks, and writes each row once', async () => {
    replies[`GET ${STAFF}/exports/entries`] = ({ path }) => {
      const text = behind(path)
      if (text.length < 300) return { text, headers: { 'X-Total-Rows': '9' } }
      const cut = Math.floor(text.length / 2)
      return { text: text.slice(0, cut), headers: { 'Content-Length': String(text.length), Connection: 'close' } }
    }
    const out = join(folder, 'entries.csv')
    const { code, stderr } = await run('export', 'entries', '--state', 'all', '--as', 'csv', '--out', out)
    expect([code, stderr]).toEqual([0, expect.stringContaining('40 rows')])
    expect(readFileSync(out, 'utf8')).toBe(whole)
    expect(server.asked.length).toBeGreaterThan(2)
    expect(server.asked[1]?.path).toMatch(/state=all&format=csv&after=row-\d\d$/)
  })

  it('resumes a file that broke off within a row, and overwrites none', async () => {
    replies[`GET ${STAFF}/exports/keys`] = ({ path }) => ({ text: behind(path) })
    const out = join(folder, 'keys.csv')
    writeFileSync(out, whole.slice(0, 200))
    expect((await run('export', 'keys', '--out', out)).code).toBe(2)
    expect((await run('export', 'keys', '--out', out, '--resume')).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toBe(whole)
  })
})

it('a staff token is proved at the staff API when it is kept', async () => {
  replies[`GET ${STAFF}/people`] = () => ({ body: { people: [] } })
  const login = (text: string) => gatelist(['login', '--token-stdin', '-e', server.url], { stdin: text })
  expect((await login(`${token}\n`)).code).toBe(0)
  expect(asked()).toEqual([['GET', `${STAFF}/people`, undefined]])
  replies = {}
  expect((await login(`${token}\n`)).code).toBe(3)
})
