import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '#lib/ip/algebra'
import { anyNetwork } from '#lib/ip/arbitraries'
import { displayNetwork, lastAddress, type Network, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { specialBlocks } from '#lib/ip/special-blocks'
import { type SuggestInput, suggest, type Width, widths } from './suggest.ts'
import { type Caller, type ObservedRow, observedCallers } from './suggest-callers.ts'

const at = new Date('2026-11-27T12:00:00Z')
const row = (address: string | null, outcome = 'allowed', count = 1n): ObservedRow => ({
  address,
  outcome,
  count,
  lastAt: at,
})
const callersOf = (...addresses: string[]) => observedCallers(addresses.map((address) => row(address))).callers
const network = (text: string): Network => {
  const found = parseCanonicalNetwork(text)
  if (found === null) throw new Error(text)
  return found
}
const hosts = (start: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `${start}${from + n}`)

type Asked = { refused?: Network[]; excluded?: Network[]; width?: Width }
const listFor = (callers: readonly Caller[], { refused = [], excluded = [], width = 'exact' }: Asked = {}) =>
  suggest({ callers, keptOut: { refused, excluded }, width })
const texts = (...asked: Parameters<typeof listFor>) =>
  listFor(...asked).networks.map((each) => displayNetwork(each.network))

describe('whom a list is suggested from', () => {
  it('is who was let through, whatever the mode, and never who was refused', () => {
    const rows = [
      row('8.8.8.1'),
      row('8.8.8.2', 'not_listed'),
      row('8.8.8.3', 'bypassed'),
      row('8.8.8.4', 'old_secret'),
      ...['ip_not_allowed', 'outside_ceiling', 'paused', 'expired', 'revoked'].map((outcome) =>
        row('8.8.8.9', outcome),
      ),
    ]
    const seen = observedCallers(rows)
    expect(seen.callers.map((caller) => caller.text)).toEqual(hosts('8.8.8.', 1, 4))
    expect(seen.refused.map(displayNetwork)).toEqual(['8.8.8.9'])
  })

  it('is not guessed where an address is unknown or was not kept apart', () => {
    const rows = [row(null, 'allowed', 3n), row('0.0.0.0/0', 'allowed', 5n), row('::/0', 'allowed', 2n), row('8.8.8.8')]
    const seen = observedCallers([...rows, row('0.0.0.0/0', 'ip_not_allowed'), row(null, 'ip_unknown')])
    expect(seen).toMatchObject({ unknownCalls: 3, otherCalls: 7, refused: [] })
    expect(seen.callers.map((caller) => caller.text)).toEqual(['8.8.8.8'])
  })

  it('is one caller an address, with its calls together', () => {
    const seen = observedCallers([row('8.8.8.8', 'allowed', 2n), row('8.8.8.8', 'not_listed', 3n)])
    expect(seen.callers).toMatchObject([{ text: '8.8.8.8', calls: 5 }])
  })
})

describe('a suggested list', () => {
  it.each<[what: string, callers: string[], width: Width, list: string[]]>([
    ['one caller', ['8.8.8.8'], 'widest', ['8.8.8.8']],
    ['a full /30', hosts('8.8.8.', 100, 103), 'exact', ['8.8.8.100/30']],
    ['a gap in it', ['8.8.8.100', '8.8.8.102'], 'exact', ['8.8.8.100', '8.8.8.102']],
    ['a gap in it, closer together', ['8.8.8.100', '8.8.8.102'], 'close', ['8.8.8.100/30']],
    ['two in a /24', ['8.8.8.1', '8.8.8.200'], 'medium', ['8.8.8.1', '8.8.8.200']],
    ['two in a /24, wide', ['8.8.8.1', '8.8.8.200'], 'wide', ['8.8.8.0/24']],
    ['two in a /16', ['8.8.1.1', '8.8.100.1'], 'widest', ['8.8.0.0/17']],
    ['two that share less than a /16', ['8.8.1.1', '8.9.1.1'], 'widest', ['8.8.1.1', '8.9.1.1']],
    ['one IPv6 address', ['2a00::1'], 'widest', ['2a00::1']],
    ['two of one /64', ['2a00::1', '2a00::2'], 'exact', ['2a00::/64']],
    ['a /64 that was folded before', ['2a00::/64'], 'exact', ['2a00::/64']],
    ['neighbouring single addresses of IPv6', ['2a00::1', '2a00:0:0:1::1'], 'exact', ['2a00::1', '2a00:0:0:1::1']],
    ['neighbouring /64s, closer', ['2a00::1', '2a00:0:0:1::1'], 'close', ['2a00::/63']],
    ['two that share less than a /48', ['2a00::1', '2a00:0:1::1'], 'widest', ['2a00::1', '2a00:0:1::1']],
    [
      'both sides of a special block',
      ['8.8.8.8', '192.0.1.1', '192.0.3.1'],
      'widest',
      ['8.8.8.8', '192.0.1.1', '192.0.3.1'],
    ],
    ['within one special block', ['203.0.113.1', '203.0.113.200'], 'widest', ['203.0.113.0/24']],
  ])('for %s', (_, callers, width, list) => {
    expect(texts(callersOf(...callers), { width })).toEqual(list)
  })

  it('says how many of its addresses called, and how many others it would admit', () => {
    const callers = callersOf('198.51.100.1', '198.51.100.62')
    const [found] = listFor(callers, { width: 'wide' }).networks
    expect(found).toMatchObject({ units: { all: 64, called: 2 }, calls: 2 })
    expect(listFor(callers, { width: 'wide' }).totals).toMatchObject({
      callers: 2,
      ipv4: { admitted: 64n, others: 62n },
    })
  })

  it('is never widened over an address that was refused or left out', () => {
    const callers = callersOf('8.8.8.1', '8.8.8.3')
    expect(texts(callers, { width: 'widest' })).toEqual(['8.8.8.0/30'])
    for (const keptOut of ['refused', 'excluded']) {
      expect(texts(callers, { width: 'widest', [keptOut]: [network('8.8.8.2/32')] })).toEqual(['8.8.8.1', '8.8.8.3'])
    }
  })

  it('says who was refused where a /64 is taken whole, and takes none whole over one that is left out', () => {
    const callers = callersOf('2a00::1', '2a00::2')
    const other = network('2a00::3/128')
    expect(listFor(callers, { refused: [other] }).networks).toMatchObject([{ admitsKeptOut: [other] }])
    expect(texts(callers, { excluded: [other], width: 'widest' })).toEqual(['2a00::1', '2a00::2'])
  })
})

const crowded4 = fc.integer({ min: 0, max: 1023 }).map((low) => `8.8.${low >> 8}.${low & 255}`)
const crowded6 = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 3 }), fc.boolean())
  .map(([site, host, folded]) => `2a00:0:0:${site.toString(16)}::${folded ? '/64' : host}`)
const anywhere = anyNetwork
  .filter(({ family }) => family === 4)
  .map((each) => displayNetwork({ ...each, prefixBits: 32 }))
const aroundSpecial = fc
  .tuple(
    fc.constantFrom(...specialBlocks.filter(({ network: { family } }) => family === 4)),
    fc.integer({ min: -3, max: 3 }),
  )
  .map(([block, by]) => {
    const value = BigInt.asUintN(32, block.network.first + BigInt(by))
    return displayNetwork({ family: 4, first: value, prefixBits: 32 })
  })
const anyCallers = fc
  .array(fc.oneof(crowded4, crowded6, anywhere, aroundSpecial), { minLength: 1, maxLength: 60 })
  .map((addresses) => callersOf(...addresses))
const anyKeptOut = fc
  .array(fc.oneof(crowded4, crowded6, aroundSpecial), { maxLength: 6 })
  .map((addresses) => callersOf(...addresses).map((caller) => caller.network))
const input = fc.record({ callers: anyCallers, keptOut: fc.record({ refused: anyKeptOut, excluded: anyKeptOut }) })
const networksAt = (given: Omit<SuggestInput, 'width'>, width: Width) =>
  suggest({ ...given, width }).networks.map((each) => each.network)

describe('at every width, a suggested list', () => {
  it('admits every caller, each by one network, the same each time and in whatever order they come', () => {
    fc.assert(
      fc.property(input, fc.constantFrom(...widths), (given, width) => {
        const { networks } = suggest({ ...given, width })
        for (const { network: outer, callers } of networks) {
          expect(
            covers(
              [outer],
              callers.map((caller) => caller.network),
            ),
          ).toBe(true)
        }
        const named = networks.flatMap((each) => each.callers.map((caller) => caller.text))
        expect(named.sort()).toEqual(given.callers.map((caller) => caller.text).sort())
        const turned = { ...given, callers: [...given.callers].reverse() }
        expect(networksAt(turned, width)).toEqual(networks.map((each) => each.network))
      }),
    )
  })

  it('has no more networks than a narrower one, and admits all that it admits', () => {
    fc.assert(
      fc.property(input, (given) => {
        const lists = widths.map((width) => networksAt(given, width))
        for (const [index, wider] of lists.slice(1).entries()) {
          const narrower = lists[index] ?? []
          expect(wider.length).toBeLessThanOrEqual(narrower.length)
          expect(covers(wider, narrower)).toBe(true)
        }
      }),
    )
  })

  it('stays within a /16 or a /48, on one side of every special block, and off whom it keeps out', () => {
    fc.assert(
      fc.property(input, fc.constantFrom(...widths), (given, width) => {
        for (const { network: each, admitsKeptOut, callers } of suggest({ ...given, width }).networks) {
          expect(each.prefixBits).toBeGreaterThanOrEqual(each.family === 4 ? 16 : 48)
          for (const { network: block } of specialBlocks) expect(crosses(each, block)).toBe(false)
          // A caller that was refused at other times, or the rest of a /64 that is admitted whole.
          for (const kept of admitsKeptOut) {
            const unit = { ...kept, prefixBits: kept.family === 4 ? 32 : 64 }
            expect(callers.some((caller) => overlap(caller.network, networkAt(unit)))).toBe(true)
          }
          const keptOut = [...given.keptOut.refused, ...given.keptOut.excluded]
          expect(admitsKeptOut).toHaveLength(keptOut.filter((kept) => covers([each], [kept])).length)
        }
      }),
    )
  })

  it('is exact at the first: the callers, whole /64s where several called, and nobody else', () => {
    fc.assert(
      fc.property(input, (given) => {
        const allowed = given.callers.flatMap(({ network: each }) =>
          each.family === 4 ? [each] : [each, networkAt({ ...each, prefixBits: 64 })],
        )
        expect(covers(allowed, networksAt(given, 'exact'))).toBe(true)
        const only4 = given.callers.filter((caller) => caller.network.family === 4)
        const list4 = networksAt({ ...given, callers: only4 }, 'exact')
        expect(
          covers(
            only4.map((caller) => caller.network),
            list4,
          ),
        ).toBe(true)
      }),
    )
  })
})

function networkAt({ family, first, prefixBits }: Network): Network {
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefixBits)
  return { family, first: (first >> hostBits) << hostBits, prefixBits }
}

function overlap(a: Network, b: Network): boolean {
  return a.family === b.family && a.first <= lastAddress(b) && b.first <= lastAddress(a)
}

/** Neither is within the other nor are they apart, or the outer one is the suggestion. */
function crosses(suggested: Network, block: Network): boolean {
  return overlap(suggested, block) && !covers([block], [suggested])
}

it('suggests for 10,000 callers in less than a tenth of a second', () => {
  const callers = Array.from({ length: 12_500 }, (_, n): Caller => {
    const value = (n * 2_654_435_761) >>> 0
    const spread = { family: 4, value: n % 2 === 0 ? 0x0808_0000 + (value & 0x3ffff) : value } as const
    const each = networkOf(spread, 32)
    return { text: displayNetwork(each), network: each, calls: 1, lastAt: 0 }
  })
  const refused = callers.filter((_, n) => n % 5 === 0).map((caller) => caller.network)
  const kept = callers.filter((_, n) => n % 5 !== 0)
  // Of the processor's time, and the least of some: other tests share the machine.
  const spentMs = (width: Width) => {
    const before = process.cpuUsage()
    suggest({ callers: kept, keptOut: { refused, excluded: [] }, width })
    return process.cpuUsage(before).user / 1000
  }
  const least = (width: Width) => Math.min(...Array.from({ length: 5 }, () => spentMs(width)))
  for (const width of widths) expect(least(width), width).toBeLessThan(100)
})
