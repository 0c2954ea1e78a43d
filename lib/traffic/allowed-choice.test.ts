import { describe, expect, it } from 'vitest'
import { callerNetwork } from '#lib/allowlists/replay'
import { allowedChoice } from './allowed-choice.ts'

const choice = (place: string | null, addresses: readonly string[] = []) =>
  allowedChoice({ place: place === null ? null : callerNetwork(place), addresses })

describe('what can be put on a list for a refused caller', () => {
  it('is its address; of IPv6 the /64 too', () => {
    expect(choice('203.0.113.7')).toEqual({ address: '203.0.113.7', subnet: null, first: 'address' })
    expect(choice('2001:db8::7')).toEqual({ address: '2001:db8::7', subnet: '2001:db8::/64', first: 'address' })
  })

  it('is the /64 of several, or the latest of them', () => {
    const subnet = '2001:db8::/64'
    expect(choice(subnet, ['2001:db8::2', '2001:db8::1'])).toEqual({ address: '2001:db8::2', subnet, first: 'subnet' })
    expect(choice(subnet)).toEqual({ address: null, subnet, first: 'subnet' })
  })

  it('is nothing where no address in particular is known', () => {
    for (const place of [null, '0.0.0.0/0', '::/0']) expect(choice(place)).toBeNull()
  })
})
