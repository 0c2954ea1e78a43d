import { describe, expect, it } from 'vitest'
import { networkText } from '#lib/allowlists/allowed-ips'
import { createKeySchema, revokeKeySchema, rotateKeySchema, updateKeySchema } from './schema.ts'

const form = { name: 'Production', allowedIps: '203.0.113.7', openToAny: false, expiresAt: null }
const read = (changes: object) => createKeySchema.safeParse({ ...form, ...changes })
const issuesOf = (changes: object) => read(changes).error?.issues ?? []
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

describe('the name of a key', () => {
  it.each([
    ['Production', 'Production'],
    ['  two  words ', 'two  words'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['Zürich 東京 🔑', 'Zürich 東京 🔑'],
  ])('%j is kept as %j', (name, kept) => {
    expect(read({ name }).data?.name).toBe(kept)
  })

  it.each(['', '   ', 'x'.repeat(81), 'a\nb', 'a\u0000b', 'a\u202Eb', 'a\uD800b', '\u200B', undefined, null, 7])(
    '%j is refused',
    (name) => {
      expect(issuesOf({ name }).map((issue) => issue.path)).toEqual([['name']])
    },
  )
})

describe('the Allowed IPs field', () => {
  it('gives canonical networks with their notes, each once, in the order of first mention', () => {
    const entries = read({ allowedIps: '203.0.113.101/30 # load balancers\n::ffff:10.0.0.1, 10.0.0.1' }).data
      ?.allowedIps
    expect(entries?.map((entry) => [networkText(entry), entry.note])).toEqual([
      ['203.0.113.100/30', 'load balancers'],
      ['10.0.0.1/32', null],
    ])
  })

  it('refuses the whole list for one bad entry, and says where it stands', () => {
    const [issue, ...others] = issuesOf({ allowedIps: '203.0.113.7\n198.51.100.1, 010.0.0.1, 300.1.1.1' })
    expect(others).toEqual([])
    expect(issue).toMatchObject({ path: ['allowedIps'], code: 'custom' })
    expect(issue?.message).toMatch(/^Line 2, column 1[5-8]: .+ And 1 more to mend\.$/)
    expect(issue).toMatchObject({
      params: {
        problems: [
          { item: 2, line: 2 },
          { item: 3, line: 2 },
        ],
      },
    })
  })

  it.each([',', ' , ;\n', '[]', '10.0.0.0/33', 'localhost', '1.2.3.4 # a\u0000b', '\u00001.2.3.4'])(
    'refuses %j',
    (allowedIps) => {
      expect(issuesOf({ allowedIps, openToAny: true }).map((issue) => issue.path)).toEqual([['allowedIps']])
    },
  )

  it('takes 10,000 entries and not one more', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, n) => `10.${n >> 8}.${n & 255}.1`).join('\n')
    expect(read({ allowedIps: lines(10_000) }).data?.allowedIps).toHaveLength(10_000)
    expect(issuesOf({ allowedIps: lines(10_001) })[0]?.message).toContain('10,000')
  })
})

describe('an empty list', () => {
  it.each(['', '  ', '\n'])('(%j) opens the key only when that was confirmed', (allowedIps) => {
    expect(read({ allowedIps, openToAny: true }).data?.allowedIps).toEqual([])
    expect(issuesOf({ allowedIps })).toMatchObject([
      { path: ['openToAny'], message: expect.stringContaining('opens the key to any address') },
    ])
  })

  it('is asked about in an edit just the same', () => {
    const edit = {
      keyId: '0192b7c0-0000-7000-8000-000000000000',
      version: 1,
      name: 'a',
      allowedIps: '',
      openToAny: false,
    }
    expect(updateKeySchema.safeParse(edit).error?.issues).toMatchObject([{ path: ['openToAny'] }])
  })
})

describe('the expiry of a key', () => {
  it.each([inDays(1), inDays(3650)])('may be %s', (expiresAt) => {
    expect(read({ expiresAt }).data?.expiresAt).toEqual(new Date(expiresAt))
  })

  it.each([inDays(-1), inDays(3660), '2026-13-01', 'tomorrow', 0, undefined])('may not be %s', (expiresAt) => {
    expect(issuesOf({ expiresAt })[0]?.path).toEqual(['expiresAt'])
  })
})

describe('a key that a program named', () => {
  const edit = { keyId: '0192b7c0-0000-7000-8000-000000000000', version: 1, allowedIps: '10.0.0.1', openToAny: false }

  it('can be edited and revoked by its name, however long', () => {
    expect(updateKeySchema.safeParse({ ...edit, name: 'x'.repeat(255) }).success).toBe(true)
    expect(updateKeySchema.safeParse({ ...edit, name: 'x'.repeat(256) }).success).toBe(false)
    expect(revokeKeySchema.safeParse({ keyId: edit.keyId, confirmName: 'x'.repeat(255) }).success).toBe(true)
  })
})

describe('the grace period of a rotation', () => {
  const keyId = '0192b7c0-0000-7000-8000-000000000000'
  it.each([0, 3600, 2_592_000])('may be %i seconds', (graceSeconds) => {
    expect(rotateKeySchema.safeParse({ keyId, graceSeconds }).success).toBe(true)
  })

  it.each([-1, 0.5, 2_592_001, Number.POSITIVE_INFINITY, '3600', null])('may not be %s', (graceSeconds) => {
    expect(rotateKeySchema.safeParse({ keyId, graceSeconds }).success).toBe(false)
  })
})
