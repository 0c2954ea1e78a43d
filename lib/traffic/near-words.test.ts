import { describe, expect, it } from 'vitest'
import { callerNetwork } from '#lib/allowlists/replay'
import { nearWords } from './near-words.ts'

const networkOf = (text: string) => {
  const network = callerNetwork(text)
  if (network === null) throw new Error(text)
  return network
}
const listed = ['203.0.113.0/24', '198.51.100.7', '2001:db8::/64'].map(networkOf)

describe('what a refused place is near', () => {
  it.each([
    ['203.0.114.0', 'One off 203.0.113.0/24'],
    ['203.0.112.255', 'One off 203.0.113.0/24'],
    ['198.51.100.21', '14 off 198.51.100.7'],
    ['203.0.200.0', '22,017 off 203.0.113.0/24'],
    ['10.0.0.1', null],
    ['2001:db8:0:1::1', '2 off 2001:db8::/64'],
    ['2001:db8:0:1::', 'One off 2001:db8::/64'],
    ['2001:db8:0:1::/64', 'Beside 2001:db8::/64'],
    ['2001:db8:7::1', null],
    ['203.0.113.9', null],
    ['0.0.0.0/0', null],
    ['::/0', null],
  ])('%s: %s', (place, words) => {
    expect(nearWords(listed, networkOf(place))).toBe(words)
  })

  it('nothing of an empty list, nor of one of the other family', () => {
    expect(nearWords([], networkOf('203.0.113.7'))).toBeNull()
    expect(nearWords([networkOf('2001:db8::1')], networkOf('203.0.113.7'))).toBeNull()
  })
})
