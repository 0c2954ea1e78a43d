import { describe, expect, it } from 'vitest'
import { callerNetwork } from '#lib/allowlists/replay'
import { formatNetwork } from '#lib/ip/network'
import { admitsNow } from './admits-now.ts'
import type { KeyDetail, KeyEntry } from './views.ts'

function entry(text: string, standing: KeyEntry['standing'] = 'in_force'): KeyEntry {
  const network = callerNetwork(text)
  if (network === null) throw new Error(text)
  return {
    ...{ id: text, text, network: formatNetwork(network), standing, enabled: standing !== 'off', addressCount: '' },
    ...{ note: null, expiresAt: null, source: null, addedBy: null, addedAt: new Date(0), match: null },
  }
}

const list = (...entries: KeyEntry[]) => ({
  id: 'l',
  name: 'Office',
  entries,
  entryCount: entries.length,
  addressCount: '',
})
const off = entry('198.51.100.0/24', 'off')
const expired = entry('2001:db8::1', 'expired')
const key: Pick<KeyDetail, 'accessMode' | 'openUntil' | 'entries' | 'lists' | 'ceiling' | 'now'> = {
  accessMode: 'enforce',
  openUntil: null,
  now: new Date(1),
  entries: [entry('203.0.113.7'), entry('198.51.100.7'), off, expired],
  lists: [list(entry('192.0.2.0/24'), entry('2001:db8:1::/65'))],
  ceiling: null,
}
const ask = (of: typeof key, text: string) => {
  const place = callerNetwork(text)
  return place === null ? null : admitsNow(of)(place)
}

describe('by its lists of now, a key', () => {
  it.each([
    ['203.0.113.7', { kind: 'yes' }],
    ['::ffff:203.0.113.7', { kind: 'yes' }],
    ['198.51.100.7', { kind: 'yes' }],
    ['192.0.2.200', { kind: 'yes' }],
    ['198.51.100.8', { kind: 'resting', entry: off }],
    ['2001:db8::1', { kind: 'resting', entry: expired }],
    ['2001:db8::2', { kind: 'no' }],
    ['2001:db8:1::/64', { kind: 'partly' }],
    ['0.0.0.0/0', { kind: 'partly' }],
  ] as const)('asked for %s', (address, answer) => {
    expect(ask(key, address)).toEqual(answer)
    expect(ask({ ...key, accessMode: 'report' }, address)).toEqual(answer)
    expect(ask({ ...key, accessMode: 'open' }, address)).toEqual({ kind: 'yes' })
  })

  it('says when it is the ceiling that stands in the way, unless that is off or only reports', () => {
    const ceiling = { ...list(entry('203.0.113.0/24')), accessMode: 'enforce' as const }
    expect(ask({ ...key, ceiling }, '203.0.113.7')).toEqual({ kind: 'yes' })
    expect(ask({ ...key, ceiling }, '192.0.2.1')).toEqual({ kind: 'outside_ceiling' })
    expect(ask({ ...key, ceiling, accessMode: 'open' }, '192.0.2.1')).toEqual({ kind: 'outside_ceiling' })
    expect(ask({ ...key, ceiling }, '10.0.0.1')).toEqual({ kind: 'no' })
    const asked = (accessMode: 'open' | 'report') => ask({ ...key, ceiling: { ...ceiling, accessMode } }, '192.0.2.1')
    expect([asked('open'), asked('report')]).toEqual([{ kind: 'yes' }, { kind: 'outside_reporting_ceiling' }])
  })
})
