import { describe, expect, it } from 'vitest'
import { type HistoryFact, historyFacts } from './history-facts.ts'

/** As a page would write it. */
const lineOf = (fact: HistoryFact) => {
  if (fact.kind === 'time') return `${fact.text} ${fact.at.toISOString()}`
  return fact.kind === 'key' ? `${fact.text} → ${fact.keyId}` : fact.text
}
const told = (before: object | null, after: object | null) => historyFacts(before, after).map(lineOf)

const ID = '0192b7c0-0000-7000-8000-000000000000'
const NOON = '2026-11-22T12:00:00.000Z'
const entry = { network: '203.0.113.7/32', note: null, enabled: true, expiresAt: null }

describe('a key that was made', () => {
  it('tells what a program gave it', () => {
    const made = {
      actorId: 'user_7',
      visibility: 'public',
      scopes: ['read', 'write'],
      rateLimit: { quota: 100, windowSeconds: 60 },
      expiresAt: NOON,
      replaces: ID,
    }
    expect(told(null, made)).toEqual([
      'Actor: user_7',
      'Publishable',
      'Scopes: read, write',
      'Rate limit: 100 calls each 60 seconds',
      `Expires on ${NOON}`,
      `The key that it replaces → ${ID}`,
    ])
  })

  it('in the dashboard has nothing of that, and no line about it', () => {
    const plain = { actorId: '', visibility: 'secret', scopes: [], rateLimit: null, expiresAt: null }
    expect(told(null, plain)).toEqual([])
  })
})

describe('a change tells', () => {
  it.each([
    [{ scopes: ['a', 'b'] }, { scopes: ['a'] }, ['Scopes: a, b → a']],
    [{ scopes: ['a'] }, { scopes: [] }, ['Scopes: a → none']],
    [{ scopes: [] }, { scopes: ['a'] }, ['Scopes: none → a']],
    [{ rateLimit: { quota: 1, windowSeconds: 1 } }, { rateLimit: null }, ['Rate limit: 1 call each second → none']],
    [
      { metadata: { team: 'a', plan: 1, old: true } },
      { metadata: { team: 'b', plan: 1, region: 'eu' } },
      ['Metadata: added region; changed team; removed old'],
    ],
    [{ metadata: null }, { metadata: { team: 'a' } }, ['Metadata: added team']],
    [{ metadata: { team: 'a' } }, { metadata: null }, ['Metadata: removed team']],
    [{ entry }, { entry: { ...entry, enabled: false } }, ['203.0.113.7 switched off']],
    [{ entry: { ...entry, enabled: false } }, { entry }, ['203.0.113.7 switched on']],
    [{ entry }, { entry: { ...entry, expiresAt: NOON } }, [`203.0.113.7 until ${NOON}`]],
    [{ entry: { ...entry, expiresAt: NOON } }, { entry }, ['203.0.113.7 without an end']],
    [{ entry }, { entry: { ...entry, note: 'office' } }, []],
    [{ entry }, { entry }, ['203.0.113.7 stayed as it was']],
    // An entry that was added: the list has it already.
    [{}, { entry }, []],
    [{}, { entry: { ...entry, network: '10.0.0.0/8', enabled: false } }, ['10.0.0.0/8 switched off']],
    [{}, { revived: { total: 1, networks: ['10.0.0.1/32'] } }, ['In force again: 10.0.0.1']],
    [{}, { revived: { total: 1200, networks: ['10.0.0.0/8'] } }, ['In force again: 10.0.0.0/8 and 1,199 more']],
  ])('from %j to %j: %j', (before, after, lines) => {
    expect(told(before, after)).toEqual(lines)
  })
})

describe('the end of a key tells', () => {
  it('of a rotation how long the old secret works, and which key is new', () => {
    const rotated = { status: 'revoked', from: NOON, replacedBy: ID }
    expect(told({ status: 'active' }, { ...rotated, graceSeconds: 3600 })).toEqual([
      `The old secret works until ${NOON}`,
      `The new key → ${ID}`,
    ])
    expect(told({ status: 'active' }, { ...rotated, graceSeconds: 0 })[0]).toBe(
      'The old secret stopped working at once',
    )
  })

  it('of a revocation why', () => {
    const ended = { status: 'revoked', reason: 'key_compromise', description: 'Seen in a public repository' }
    expect(told({}, ended)).toEqual(['The key was compromised', '“Seen in a public repository”'])
    expect(told({}, { status: 'revoked', reason: 'unspecified' })).toEqual([])
  })
})

it.each([
  null,
  7,
  'text',
  [],
  { scopes: 7, rateLimit: {}, entry: 'x', from: 'then', replacedBy: '../x', metadata: [], expiresAt: 'never' },
])('an event that this version cannot read (%j) tells nothing', (json) => {
  expect(historyFacts(json, json)).toEqual([])
})

describe('what happened around a list', () => {
  const office = { id: ID, name: 'Office' }
  const egress = { id: NOON, name: 'Egress' }
  const over = '10.0.0.0/8'

  it.each<[string, object | null, object | null, string[]]>([
    ['a bypass', null, { bypassUntil: NOON, reason: 'incident 7' }, [`Any address until ${NOON}`, '“incident 7”']],
    ['the end of one', { bypassUntil: NOON }, null, [`It would have lasted until ${NOON}`]],
    ['an ignored caller', null, { address: '203.0.113.7' }, ['203.0.113.7']],
    ['a heeded caller', { address: '203.0.113.7' }, null, ['203.0.113.7']],
    ['named lists', { lists: [office] }, { lists: [egress] }, ['Uses Egress', 'No longer uses Office']],
    ['a restored version', null, { restored: 3 }, ['As in version 3']],
    ['a description', { description: null }, { description: 'Floors' }, ['“Floors”']],
    ['a description that went', { description: 'Floors' }, { description: null }, ['Without a description']],
    ['a new list without one', null, { description: null }, []],
  ])('is told of %s', (_, before, after, lines) => {
    expect(told(before, after)).toEqual(lines)
  })

  it('is told of switches and expiries that a change set, unless the event names its entry', () => {
    const changes = { removed: [{ network: over }], added: [{ network: over, enabled: false, expiresAt: NOON }] }
    expect(told(null, { changes })).toEqual(['10.0.0.0/8 switched off', `10.0.0.0/8 until ${NOON}`])
    expect(told(null, { changes: { removed: changes.added, added: [{ network: over }] } })).toEqual([
      '10.0.0.0/8 switched on',
      '10.0.0.0/8 without an end',
    ])
    expect(told({ entry }, { changes, entry: { ...entry, enabled: false } })).toEqual(['203.0.113.7 switched off'])
    expect(told(null, { changes: { removed: [], added: [{ network: over, note: 'x' }] } })).toEqual([])
  })

  it('is counted where it is of very many', () => {
    const added = Array.from({ length: 25 }, (_, n) => ({ network: `10.0.0.${n}/32`, enabled: false }))
    const lines = told(null, { changes: { removed: [], added } })
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('Switch or expiry of 5 more entries')
  })
})
