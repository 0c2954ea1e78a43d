import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { gatelist, key, type Reply, stubServer } from '../fixtures.ts'
import { entry, type FakeKey, fakeKey } from './fake-key.ts'

const sample = (name: string) => new URL(`../../lib/ranges/samples/${name}`, import.meta.url).pathname
const importPath = `/v2alpha1/admin/issuedApiKeys/${key.key_id}/allowlist:importRanges`

let state: FakeKey
let imported: Reply
let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer((asked) => (asked.path.includes(':importRanges') ? imported : state.reply(asked)))
})
afterAll(() => server.close())
beforeEach(() => {
  state = fakeKey('ACCESS_MODE_ENFORCE', [])
  imported = { body: { source: 'aws:EC2:eu-west-1', added_count: 2, removed_count: 1, entry_count: 9 } }
  server.asked.length = 0
})

const keys = (...args: string[]) => gatelist(['keys', ...args, '-e', server.url])
const writes = () => server.asked.filter(({ method }) => method === 'POST')

describe('keys import-ranges', () => {
  it('sends the fewest networks of what is chosen, under one source and note', async () => {
    const args = ['--file', sample('ip-ranges.json'), '--service', 'EC2', '--region', 'eu-west-1']
    const { code, stdout } = await keys('import-ranges', key.key_id, ...args)
    expect([code, stdout]).toEqual([0, 'aws:EC2:eu-west-1: 2 added, 1 removed; the list has 9 entries.\n'])
    expect(writes()).toMatchObject([
      {
        path: importPath,
        body: {
          source: 'aws:EC2:eu-west-1',
          note: 'AWS EC2 eu-west-1',
          ranges: [{ cidr: '192.0.2.0/25' }, { cidr: '2001:db8:1f18::/48' }],
        },
      },
    ])
  })

  it('takes several services, and everything with --all', async () => {
    await keys('import-ranges', key.key_id, '--file', sample('ip-ranges.json'), '--service', 'S3', '--service', 'EC2')
    await keys('import-ranges', key.key_id, '--file', sample('github-meta.json'), '--all')
    expect(writes().map(({ body }) => (body as { source: string }).source)).toEqual(['aws:EC2+S3:*', 'github:*:*'])
  })

  it('tells what would happen with --dry-run', async () => {
    imported = { body: { dry_run: true, changes: { allowlist: { added: ['192.0.2.0/25'], removed: ['10.0.0.0/8'] } } } }
    const args = ['--file', sample('ips-v4'), '--all', '--dry-run']
    const { stdout } = await keys('import-ranges', key.key_id, ...args)
    expect(stdout).toContain('  + 192.0.2.0/25\n  - 10.0.0.0/8\n')
    expect(writes()[0]?.path).toBe(`${importPath}?dry_run=true`)
  })

  test.each([
    ['nothing is chosen', ['--file', sample('ip-ranges.json')], '--all'],
    ['everything and something is chosen', ['--file', sample('ip-ranges.json'), '--all', '--service', 'EC2'], '--all'],
    ['a name is misspelt', ['--file', sample('ip-ranges.json'), '--service', 'ec2'], 'ec2'],
    ['nothing has both', ['--file', sample('ip-ranges.json'), '--service', 'S3', '--region', 'us-east-1'], 'no range'],
    ['there is no such file', ['--file', '/nowhere/ip-ranges.json', '--all'], 'cannot be read'],
  ])('refuses before it asks the server when %s', async (_, args, expected) => {
    const { code, stderr } = await keys('import-ranges', key.key_id, ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(expected)
    expect(server.asked).toEqual([])
  })

  it('names what it cannot read, and goes on without it only when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-ranges-`))
    const file = join(folder, 'ips-v4')
    writeFileSync(file, `\uFEFF${readFileSync(sample('ips-v4'), 'utf8')}\n192.0.2.0/33\n`)
    const refused = await keys('import-ranges', key.key_id, '--file', file, '--all')
    expect([refused.code, server.asked]).toEqual([2, []])
    expect(refused.stderr).toContain('line 3: 192.0.2.0/33')
    expect((await keys('import-ranges', key.key_id, '--file', file, '--all', '--leave-out')).code).toBe(0)
    expect(writes()).toHaveLength(1)
  })
})

describe('keys export-list', () => {
  beforeEach(() => {
    state.entries = [
      entry('10.0.0.0/8', { note: '=office', source: 'aws:EC2:*', create_time: '2026-11-01T00:00:00Z' }),
      entry('203.0.113.7', { enabled: false, expire_time: '2030-01-01T00:00:00Z' }),
    ]
  })

  test.each([
    ['text', '10.0.0.0/8 # =office\n203.0.113.7\n'],
    [
      'csv',
      "network,note,expires_at,enabled,source,added_by,added_at\r\n10.0.0.0/8,'=office,,true,aws:EC2:*,,2026-11-01T00:00:00.000Z\r\n203.0.113.7,,2030-01-01T00:00:00.000Z,false,,,\r\n",
    ],
  ])('prints %s', async (form, expected) => {
    expect(await keys('export-list', key.key_id, '--as', form)).toMatchObject({ code: 0, stdout: expected })
  })

  it('prints JSON', async () => {
    const { stdout } = await keys('export-list', key.key_id, '--as', 'json')
    expect(JSON.parse(stdout)).toMatchObject([
      { network: '10.0.0.0/8', note: '=office' },
      { network: '203.0.113.7', enabled: false },
    ])
  })
})
