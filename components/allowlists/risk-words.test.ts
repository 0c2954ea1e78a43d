import { describe, expect, it } from 'vitest'
import { type CallerAtRisk, isConfirmed } from '#lib/allowlists/lockout'
import { parseAddress } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { confirmationOf, riskWords } from './risk-words.ts'

const caller = (address: string | null): CallerAtRisk => ({
  keyId: 'key',
  keyName: 'Production',
  address,
  calls: 1n,
  lastAt: new Date('2026-11-27T12:00:00Z'),
})

describe('the question before somebody is locked out', () => {
  it.each([
    ['one caller', [caller('203.0.113.7')], null, 'Refuse 203.0.113.7?', 'Yes, refuse 203.0.113.7'],
    ['an unknown caller', [caller(null)], null, 'Refuse an unknown address?', 'Yes, refuse it'],
    ['oneself', [], '203.0.113.9', 'Refuse your own address?', 'Yes, refuse 203.0.113.9, my own address'],
    [
      'a caller and oneself',
      [caller('203.0.113.7')],
      '203.0.113.9',
      'Refuse 2 addresses that are in use?',
      'Yes, refuse these 2 addresses',
    ],
    ['oneself as the caller', [caller('203.0.113.9')], '203.0.113.9', 'Refuse 203.0.113.9?', 'Yes, refuse 203.0.113.9'],
  ])('names %s', (_, callers, ownAddress, title, agreement) => {
    expect(riskWords({ callers, ownAddress })).toMatchObject({ title, agreement })
  })

  it('is answered by naming every address that is at risk, known or not', () => {
    const risk = {
      callers: [caller('203.0.113.7'), caller('2001:db8::/64'), caller(null), caller('203.0.113.7')],
      ownAddress: '203.0.113.9',
    }
    const lines = confirmationOf(risk).split('\n')
    expect(lines).toHaveLength(4)
    const confirmed = lines.flatMap((line) => {
      const parsed = parseEntry(line)
      return parsed.ok ? parsed.networks : []
    })
    expect(parseAddress(lines[0] ?? '')).not.toBeNull()
    expect(isConfirmed(risk, confirmed)).toBe(true)
    expect(isConfirmed({ callers: [caller(null)], ownAddress: null }, confirmed.slice(2, 3))).toBe(true)
  })
})
