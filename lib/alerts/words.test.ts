import { describe, expect, it } from 'vitest'
import type { Detail, Happening, Subject } from './detail.ts'
import { alertKinds, eventTypes } from './kinds.ts'
import { alertWords, kindWords } from './words.ts'

const key: Subject = { kind: 'key', id: 'k1', name: 'Billing' }
const from = (...items: string[]) => ({ subject: key, items, more: false })
const expiresAt = '2026-12-01T09:05:00.000Z'

const rows: [Happening, sentence: string, path: string][] = [
  [
    { kind: 'first_refusal', detail: { ...from('203.0.113.7'), reason: 'ip_not_allowed' } },
    'Calls with “Billing” from 203.0.113.7 were refused: the list of the key does not allow the address.',
    '/settings/api-keys/k1/refused',
  ],
  [
    { kind: 'first_refusal', detail: { ...from('203.0.113.7', '::1'), reason: 'outside_ceiling' } },
    'Calls with “Billing” from 203.0.113.7 and ::1 were refused: the ceiling of the workspace does not allow the address.',
    '/settings/api-keys/k1/refused',
  ],
  [
    { kind: 'first_refusal', detail: { ...from(), reason: 'ip_unknown' } },
    'Calls with “Billing” were refused: the address of the caller could not be determined.',
    '/settings/api-keys/k1/refused',
  ],
  [
    { kind: 'refusal_spike', detail: { ...from(), refused: 1200, usual: 3.25 } },
    '“Billing” refused 1,200 calls within an hour, against 3.3 an hour on average of the day before.',
    '/settings/api-keys/k1/refused',
  ],
  [
    { kind: 'refusal_spike', detail: { ...from(), refused: 60, usual: 0 } },
    '“Billing” refused 60 calls within an hour, against none in the 24 hours before.',
    '/settings/api-keys/k1/refused',
  ],
  [
    { kind: 'new_caller', detail: { ...from('192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4') } },
    '“Billing”, which is open to any address, was called from 192.0.2.1, 192.0.2.2, 192.0.2.3 and others for the first time.',
    '/settings/api-keys/k1',
  ],
  [
    widened({ subject: key, gained: '256 addresses' }),
    '“Billing” now also admits 203.0.113.0/24 (256 addresses). Changed by ada@example.com.',
    '/settings/api-keys/k1/addresses',
  ],
  [
    widened({ subject: { ...key, kind: 'list' }, opensToAny: true }),
    '“Billing” admits any address now. Changed by ada@example.com.',
    '/settings/lists/k1',
  ],
  [
    widened({ subject: { ...key, kind: 'ceiling' }, opensToAny: true }),
    'The ceiling no longer limits any key. Changed by ada@example.com.',
    '/settings/lists/ceiling',
  ],
  [
    { kind: 'policy_warning', detail: { ...from(), loses: 'openness', at: expiresAt, stage: '14d' } },
    '“Billing” lets any address through, which a policy of this installation ends on 1 Dec 2026, 09:05 UTC. List who may use it, and enforce the list.',
    '/settings/api-keys/k1/addresses/suggest',
  ],
  [
    { kind: 'policy_warning', detail: { ...from('10.0.0.0/8'), loses: 'width', at: expiresAt, stage: '1d' } },
    '10.0.0.0/8 of “Billing” is wider than a policy of this installation allows, and admits nobody from 1 Dec 2026, 09:05 UTC on. Use narrower networks.',
    '/settings/api-keys/k1/addresses',
  ],
  [
    { kind: 'entry_expiring', detail: { ...from('203.0.113.0/24'), expiresAt, stage: '7d' } },
    '203.0.113.0/24 of “Billing” ends on 1 Dec 2026, 09:05 UTC. From then on calls from there are refused.',
    '/settings/api-keys/k1/addresses',
  ],
  [
    { kind: 'key_expiring', detail: { ...from(), expiresAt, stage: '1d' } },
    '“Billing” ends on 1 Dec 2026, 09:05 UTC. From then on every call with it is refused.',
    '/settings/api-keys/k1',
  ],
  [
    {
      kind: 'webhook_disabled',
      detail: { subject: { ...key, kind: 'webhook' }, items: [], more: false, problem: 'It is gone.' },
    },
    'No more messages go to Billing. It is gone.',
    '/settings/alerts/webhooks/k1',
  ],
  [
    { kind: 'staff_action', detail: { ...from(), act: 'held', reason: 'Seen in public' } },
    '“Billing” refuses every call until Gatelist staff lift this. “Seen in public”',
    '/settings/api-keys/k1',
  ],
  [
    { kind: 'staff_request', detail: { ...from(), ask: 'rotate', reason: 'It leaked', dueOn: '2026-12-01' } },
    'About “Billing”: please rotate it by 1 Dec 2026. “It leaked”',
    '/settings/api-keys/k1',
  ],
]

function widened(changes: Partial<Detail<'list_widened'>>): Happening {
  const detail = { ...from('203.0.113.0/24'), gained: '', by: 'ada@example.com', opensToAny: false, ...changes }
  return { kind: 'list_widened', detail }
}

describe('an alert in words', () => {
  it.each(rows)('%#: says what happened and where to look', (happening, sentence, path) => {
    expect(alertWords(happening)).toMatchObject({ sentence, link: { path } })
  })

  it('has words for every kind, and a type of its own in messages', () => {
    expect(new Set(rows.map(([{ kind }]) => kind))).toEqual(new Set(alertKinds))
    expect(Object.keys(kindWords)).toEqual([...alertKinds])
    expect(new Set(Object.values(eventTypes)).size).toBe(alertKinds.length)
    // Identifiers that the specification recommends for types.
    for (const type of Object.values(eventTypes)) expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/)
  })
})
