import { describe, expect, it } from 'vitest'
import { parseAddress } from '#lib/ip/address'
import { readAllowedIps } from './allowed-ips.ts'
import type { EffectiveList } from './effective.ts'
import { isConfirmed, isRisky, type KeyChange, lockoutRisk, riskOf } from './lockout.ts'
import type { SeenCaller } from './replay.ts'

const NOW = new Date('2026-11-27T12:00:00Z')

const networks = (text: string) => {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  return read.entries.map((entry) => entry.network)
}

const list = (text: string, accessMode: EffectiveList['accessMode'] = 'enforce'): EffectiveList => ({
  ...{ accessMode, listed: networks(text), ceiling: null, isBypassed: false },
})

const caller = (address: string | null, minutes = 4): SeenCaller => {
  const at = new Date(NOW.getTime() - minutes * 60_000)
  return { address, outcome: 'allowed', count: 3n, firstAt: at, lastAt: at }
}

const change = (before: EffectiveList, after: EffectiveList, recent: readonly SeenCaller[] = []): KeyChange => ({
  ...{ keyId: 'k', keyName: 'Web shop', before, after, recent },
})

const own = parseAddress('192.0.2.10')

describe('the risk of a change', () => {
  it('is whoever called lately and would be refused', () => {
    const risk = riskOf(
      [change(list('203.0.113.0/24'), list('203.0.113.0/28'), [caller('203.0.113.7'), caller('203.0.113.99')])],
      null,
    )
    expect(risk.callers.map((one) => one.address)).toEqual(['203.0.113.99'])
  })

  it('is none where everybody still passes', () => {
    const risk = riskOf([change(list('203.0.113.0/24'), list('203.0.112.0/23'), [caller('203.0.113.7')])], own)
    expect(isRisky(risk)).toBe(false)
  })

  it.each([
    ['192.0.2.0/24', '203.0.113.0/24', 'enforce', true],
    ['192.0.2.0/24', '192.0.2.10', 'enforce', false],
    // Nobody's entry is taken away.
    ['203.0.113.0/24', '203.0.113.1', 'enforce', false],
    ['', '203.0.113.1', 'open', false],
  ] as const)('counts the own address from %j to %j (%s): %s', (before, after, mode, isLost) => {
    const risk = riskOf([change(list(before, mode), list(after))], own)
    expect(risk.ownAddress).toBe(isLost ? '192.0.2.10' : null)
  })
})

describe('a confirmation', () => {
  const risk = riskOf(
    [change(list('', 'open'), list('10.0.0.0/8'), [caller('203.0.113.7'), caller('2001:db8::/64'), caller(null)])],
    null,
  )

  it.each([
    ['', false],
    ['203.0.113.7', false],
    ['203.0.113.7, 2001:db8::/64', true],
    ['203.0.113.0/24, 2001:db8::/32', true],
    ['203.0.113.7, 2001:db8::/65', false],
    ['0.0.0.0/0, ::/0', true],
  ])('by %j: %s', (text, isEnough) => {
    expect(isConfirmed(risk, networks(text))).toBe(isEnough)
  })

  it('is asked for in a sentence that names the latest and counts the rest', () => {
    const many = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'].map((address) => caller(address))
    const { message } = lockoutRisk(riskOf([change(list('', 'open'), list('10.0.0.0/8'), many)], null), NOW)
    expect(message).toBe(
      '203.0.113.1 called 4 minutes ago, 203.0.113.2 called 4 minutes ago, 203.0.113.3 called 4 minutes ago, 1 more called in the last hour: this change would refuse them. Confirm it to go on.',
    )
  })
})
