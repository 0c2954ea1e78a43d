import { describe, expect, it } from 'vitest'
import { groupRefusals } from './refused-groups.ts'
import type { KeyRefusal } from './views.ts'

const at = (minute: number) => new Date(minute * 60_000)
const row = (address: string | null, minute: number, more: Partial<KeyRefusal> = {}): KeyRefusal => {
  return { address, reason: 'ip_not_allowed', count: 1n, firstAt: at(0), lastAt: at(minute), isIgnored: false, ...more }
}
const told = (rows: readonly KeyRefusal[]) => groupRefusals(rows).map(({ text, count }) => [text, count])

describe('refused calls', () => {
  it('of one address are one group, whatever the reasons, the latest first', () => {
    const [group] = groupRefusals([
      row('192.0.2.1', 3, { count: 2n }),
      row('192.0.2.1', 5, { reason: 'paused', count: 4n, firstAt: at(1) }),
    ])
    expect(group).toEqual({
      ...{ place: { family: 4, first: 0xc0000201n, prefixBits: 32 }, text: '192.0.2.1', addresses: ['192.0.2.1'] },
      reasons: [
        { reason: 'paused', count: 4n, lastAt: at(5) },
        { reason: 'ip_not_allowed', count: 2n, lastAt: at(3) },
      ],
      ...{ count: 6n, firstAt: at(0), lastAt: at(5), isIgnored: false },
    })
  })

  it('of several addresses of an IPv6 /64 are one group, and one alone stays an address', () => {
    const groups = groupRefusals([
      row('2001:db8::2', 9),
      row('2001:db8::1', 8, { reason: 'paused' }),
      row('2001:db8::/64', 7, { count: 5n }),
      row('2001:db8:0:1::1', 6),
      row('203.0.113.7', 5),
      row('203.0.113.8', 4),
    ])
    expect(groups.map(({ text, count }) => [text, count])).toEqual([
      ['2001:db8::/64', 7n],
      ['2001:db8:0:1::1', 1n],
      ['203.0.113.7', 1n],
      ['203.0.113.8', 1n],
    ])
    expect(groups[0]?.addresses).toEqual(['2001:db8::2', '2001:db8::1'])
  })

  it('from unknown and from all other addresses stand by themselves', () => {
    expect(told([row(null, 3), row('::/0', 2), row('0.0.0.0/0', 1)])).toEqual([
      [null, 1n],
      ['::/0', 1n],
      ['0.0.0.0/0', 1n],
    ])
  })

  it('that are ignored stay apart from new ones of the same network', () => {
    const ignored = { isIgnored: true }
    expect(
      groupRefusals([row('2001:db8::1', 3), row('2001:db8::2', 2, ignored), row('2001:db8::3', 1, ignored)]),
    ).toMatchObject([
      { text: '2001:db8::1', isIgnored: false },
      { text: '2001:db8::/64', isIgnored: true },
    ])
  })
})
