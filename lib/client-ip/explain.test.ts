import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { explainClientIp } from './explain.ts'
import { forwardingBits, namesOfBits, seenHeaders } from './forwarding.ts'
import { clientIpPolicy } from './policy.ts'
import { resolveClientIp } from './resolve.ts'

type Settings = { source: string; trustedProxies?: string; hops?: number }

function policyOf({ source, trustedProxies, hops }: Settings) {
  const result = clientIpPolicy({ source: `CLIENT_IP_SOURCE_${source}`, trustedProxies, hops })
  if (!result.ok) throw new Error(result.message)
  return result.policy
}

const explain = (peer: string | undefined, rawHeaders: readonly string[], settings: Settings) =>
  explainClientIp({ peer, rawHeaders }, policyOf(settings))

/** `address role`, from the far end to the connection. */
const way = (...given: Parameters<typeof explain>) => explain(...given).hops.map(({ text, role }) => `${text} ${role}`)

const direct = { source: 'REMOTE_ADDR' }
const listed = { source: 'X_FORWARDED_FOR', trustedProxies: 'loopback, 10.0.0.0/8' }
const forwarded = (value: string) => ['X-Forwarded-For', value]

describe('why an address is believed', () => {
  test.each([
    ['the connection alone', '203.0.113.7', [], direct, 'connection'],
    ['a header nobody reads', '10.0.0.1', forwarded('203.0.113.7'), direct, 'headers_ignored'],
    ['RFC 7239 speaks of a proxy too', '10.0.0.1', ['Forwarded', 'for=203.0.113.7'], direct, 'headers_ignored'],
    ['unspecified is the connection', '10.0.0.1', [], { source: 'UNSPECIFIED' }, 'connection'],
    ['no proxy of ours', '203.0.113.7', [], listed, 'stranger'],
    ['no proxy of ours, and it says something', '203.0.113.7', forwarded('10.1.1.1'), listed, 'stranger_with_headers'],
    ['by list', '10.0.0.1', forwarded('203.0.113.7'), listed, 'listed_proxies'],
    ['by count', '10.0.0.1', forwarded('203.0.113.7'), { source: 'X_FORWARDED_FOR', hops: 1 }, 'counted_proxies'],
    ...(['X_REAL_IP', 'CF_CONNECTING_IP', 'TRUE_CLIENT_IP'] as const).flatMap(
      (source) =>
        [
          [
            `${source} of a proxy`,
            '10.0.0.1',
            [source.replaceAll('_', '-'), '203.0.113.7'],
            { source, trustedProxies: 'private' },
            'single_value',
          ],
          [
            `${source} of anybody`,
            '198.51.100.9',
            [source.replaceAll('_', '-'), '203.0.113.7'],
            { source, hops: 1 },
            'single_value_of_anyone',
          ],
        ] as const,
    ),
    ['nothing in the header', '10.0.0.1', [], listed, 'header_missing'],
    ['no address', '10.0.0.1', forwarded('unknown'), listed, 'header_unreadable'],
    ['ours alone', '10.0.0.1', forwarded('10.0.0.2'), listed, 'all_trusted'],
    ['no peer', undefined, forwarded('10.0.0.2'), listed, 'no_peer'],
    ['too many lines', '10.0.0.1', Array.from({ length: 202 }, () => 'X-Forwarded-For'), listed, 'too_many_headers'],
  ] as const)('%s', (_, peer, rawHeaders, settings, why) => {
    expect(explain(peer, rawHeaders, settings).why).toBe(why)
  })
})

describe('the way', () => {
  it('ends reading at the client: what stands left of it is a claim', () => {
    expect(way('127.0.0.1', forwarded('192.0.2.66, 203.0.113.7, 10.0.0.9'), listed)).toEqual([
      '192.0.2.66 claimed',
      '203.0.113.7 client',
      '10.0.0.9 proxy',
      '127.0.0.1 proxy',
    ])
  })

  it('counts from the right', () => {
    const counted = { source: 'X_FORWARDED_FOR', hops: 2 }
    expect(way('198.51.100.9', forwarded('192.0.2.66, 203.0.113.7, 198.51.100.1'), counted)).toEqual([
      '192.0.2.66 claimed',
      '203.0.113.7 client',
      '198.51.100.1 proxy',
      '198.51.100.9 proxy',
    ])
  })

  it('stops at what is no address', () => {
    const hops = ['203.0.113.7 claimed', 'unknown unreadable', '10.0.0.9 proxy', '10.0.0.1 proxy']
    expect(way('10.0.0.1', forwarded('203.0.113.7, unknown, 10.0.0.9'), listed)).toEqual(hops)
  })

  it('shows what is not read as unread, and the connection as the client', () => {
    expect(way('10.0.0.1', forwarded('192.0.2.66, 203.0.113.7'), direct)).toEqual([
      '192.0.2.66 unread',
      '203.0.113.7 unread',
      '10.0.0.1 client',
    ])
  })

  it('is cut at its far end, so that nobody fills the page', () => {
    const long = Array.from({ length: 50 }, (_, at) => `203.0.113.${at}`).join(',')
    const hops = way('10.0.0.1', forwarded(long), listed)
    expect([hops.length, hops.at(-2)]).toEqual([20, '203.0.113.49 client'])
    const [hop] = explain('10.0.0.1', forwarded('x'.repeat(900)), listed).hops
    expect(hop?.text.length).toBe(100)
  })
})

const element = fc.constantFrom('203.0.113.7', '10.0.0.9', '127.0.0.1', '2001:db8::1', 'unknown', '', '10.0.0.2:80')
const name = fc.constantFrom(
  'X-Forwarded-For',
  'x-real-ip',
  'CF-Connecting-IP',
  'True-Client-IP',
  'Forwarded',
  'Accept',
)
const headers = fc
  .array(fc.tuple(name, fc.array(element, { minLength: 1, maxLength: 4 })), { maxLength: 4 })
  .map((lines) => lines.flatMap(([key, values]) => [key, values.join(', ')]))
const settings = fc.constantFrom<Settings>(
  direct,
  listed,
  { source: 'X_FORWARDED_FOR', hops: 1 },
  { source: 'X_FORWARDED_FOR', hops: 3 },
  { source: 'X_REAL_IP', trustedProxies: '10.0.0.0/8' },
  { source: 'CF_CONNECTING_IP', hops: 1 },
  { source: 'TRUE_CLIENT_IP', trustedProxies: 'private' },
)

test('never tells another client than the one who is judged', () => {
  const peers = fc.constantFrom('203.0.113.9', '10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1', undefined)
  fc.assert(
    fc.property(peers, headers, settings, (peer, rawHeaders, given) => {
      const judged = resolveClientIp(peer, rawHeaders, policyOf(given))
      const told = explain(peer, rawHeaders, given)
      expect(told.client).toEqual(judged)
      const clients = told.hops.filter(({ role }) => role === 'client').map(({ text }) => text.replace(/:80$/, ''))
      expect(clients).toEqual(judged.ok ? [judged.text] : [])
    }),
    { numRuns: 2000 },
  )
})

test('the bits of a request name the headers that are seen in it', () => {
  fc.assert(
    fc.property(headers, (rawHeaders) => {
      expect(namesOfBits(forwardingBits(rawHeaders))).toEqual(seenHeaders(rawHeaders).map(({ name: seen }) => seen))
    }),
  )
})
