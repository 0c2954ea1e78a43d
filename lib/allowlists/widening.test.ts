import { expect, it } from 'vitest'
import type { KeyActor } from '#lib/audit/actor'
import { displayNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { wideningOf } from './widening.ts'

const now = new Date('2026-01-01T00:00:00Z')
const subject = {
  ...({ kind: 'shared', id: 'list', workspaceId: 'workspace', name: 'Office', version: 1 } as const),
  ...({ accessMode: 'enforce', now } as const),
}
const actor = { label: 'ada@example.com' } as KeyActor
const entries = (...texts: string[]) =>
  texts
    .flatMap((text) => parseCanonicalNetwork(text) ?? [])
    .map((network) => ({ network, enabled: true, expiresAt: null }))
const [one, two] = [entries('192.0.2.0/24'), entries('192.0.2.0/24', '198.51.100.7/32')]

it('tells what a list that is enforced comes to admit', () => {
  const widening = wideningOf(actor, { subject, before: one, after: two, accessMode: 'enforce' })
  expect(widening).toMatchObject({
    subjectId: 'list',
    subjectKind: 'list',
    actorLabel: 'ada@example.com',
    opensToAny: false,
  })
  expect(widening?.gained.map(displayNetwork)).toEqual(['198.51.100.7'])
})

it('tells of one that is enforced no longer', () => {
  const widening = wideningOf(actor, { subject, before: one, after: one, accessMode: 'report' })
  expect(widening).toMatchObject({ opensToAny: true, gained: [] })
})

it.each([
  ['admits less', { before: two, after: one, accessMode: 'enforce' }],
  [
    'admits what an entry that is off says',
    { before: one, after: two.map((entry, at) => ({ ...entry, enabled: at === 0 })), accessMode: 'enforce' },
  ],
  [
    'says the same in other words',
    { before: entries('192.0.2.0/25', '192.0.2.128/25'), after: one, accessMode: 'enforce' },
  ],
] as const)('is silent of a list that %s', (_, change) => {
  expect(wideningOf(actor, { subject, ...change })).toBeNull()
})

it('is silent of a list that was not enforced before', () => {
  const open = { ...subject, accessMode: 'report' } as const
  expect(wideningOf(actor, { subject: open, before: one, after: two, accessMode: 'enforce' })).toBeNull()
})
