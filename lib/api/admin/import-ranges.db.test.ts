import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const SOURCE = 'aws:EC2:eu-west-1'
const rangesOf = (...cidrs: string[]) => ({ source: SOURCE, note: 'AWS EC2', ranges: cidrs.map((cidr) => ({ cidr })) })

let lists = 0

async function keyPath(...allowed_cidrs: string[]): Promise<string> {
  const fields = allowed_cidrs.length === 0 ? {} : { ip_restriction: { allowed_cidrs } }
  return `/v2alpha1/admin/issuedApiKeys/${(await door.issue(fields)).keyId}/allowlist`
}

async function listPath(...allowed_cidrs: string[]): Promise<string> {
  const body = { name: `List ${lists++}`, allowed_cidrs }
  const { json } = await door.call('POST', '/v2alpha1/admin/allowlists', { body })
  return `/v2alpha1/admin/allowlists/${json.allowlist_id}`
}

describe.each([
  ['a key', keyPath],
  ['a named list', listPath],
])('the ranges of one source in %s', (_, make) => {
  const load = (path: string, body: object, query = '') => door.call('POST', `${path}:importRanges${query}`, { body })
  const entries = async (path: string) =>
    (await door.call('GET', `${path}/entries`)).json.entries.map(
      ({ cidr, note, source }: { cidr: string; note: string; source?: string }) => [cidr, note, source ?? null],
    )

  it('become exactly those that are sent, and no other entry is touched', async () => {
    const path = await make('203.0.113.0/24')
    const first = await load(path, rangesOf('198.51.100.0/24', '203.0.113.0/24', '198.51.100.0/24'))
    expect(first).toMatchObject({
      status: 200,
      json: { source: SOURCE, added_count: 1, removed_count: 0, entry_count: 2 },
    })
    const later = await load(path, { ...rangesOf('10.0.0.0/8'), ranges: [{ cidr: '10.0.0.0/8', note: 'Own' }] })
    expect(later.json).toMatchObject({ added_count: 1, removed_count: 1, entry_count: 2 })
    expect(await entries(path)).toEqual([
      ['203.0.113.0/24', '', null],
      ['10.0.0.0/8', 'Own', SOURCE],
    ])
  })

  it('can all be taken away', async () => {
    const path = await make('203.0.113.0/24')
    await load(path, rangesOf('198.51.100.0/24'))
    expect((await load(path, rangesOf())).json).toMatchObject({ added_count: 0, removed_count: 1, entry_count: 1 })
  })

  it('are told and not written by a dry run', async () => {
    const path = await make('203.0.113.0/24')
    const dry = await load(path, rangesOf('198.51.100.0/24'), '?dry_run=true')
    expect(dry.json).toMatchObject({
      dry_run: true,
      changes: { allowlist: { added: ['198.51.100.0/24'], removed: [] } },
    })
    expect(await entries(path)).toHaveLength(1)
  })

  it('are written only over the version that If-Match names', async () => {
    const path = await make('203.0.113.0/24')
    const headers = { 'If-Match': '"nothing"' }
    const body = rangesOf('198.51.100.0/24')
    expect((await door.call('POST', `${path}:importRanges`, { body, headers })).status).toBe(412)
  })

  it.each([
    ['no source', { ranges: [] }, 'source'],
    ['a source that names nothing', { source: 'AWS', ranges: [] }, 'source'],
    ['no ranges', { source: SOURCE }, 'ranges'],
    ['a range that is none', { source: SOURCE, ranges: [{ cidr: '010.0.0.1' }] }, 'ranges[0].cidr'],
    ['a range of two addresses', { source: SOURCE, ranges: [{ cidr: '10.0.0.1-10.0.0.2' }] }, 'ranges[0].cidr'],
    ['a note of two lines', { source: SOURCE, ranges: [], note: 'a\nb' }, 'note'],
  ])('are refused with %s', async (__, body, field) => {
    const answer = await load(await make('203.0.113.0/24'), body)
    expect(answer.status).toBe(400)
    expect(answer.text).toContain(field)
  })

  it('are not written by a token that may only read', async () => {
    const path = await make('203.0.113.0/24')
    const answer = await door.call('POST', `${path}:importRanges`, { body: rangesOf(), token: door.tokens.read })
    expect(answer.status).toBe(403)
  })
})

it('an open key obeys its list once ranges are in it', async () => {
  const path = await keyPath()
  await door.call('POST', `${path}:importRanges`, { body: rangesOf('198.51.100.0/24') })
  const key = await door.call('GET', path.replace(/\/allowlist$/, ''))
  expect(key.json.access_mode).toBe('ACCESS_MODE_ENFORCE')
})
