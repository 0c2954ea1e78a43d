// Times a match against lists of several lengths, by our matcher, net.BlockList and ipaddr.js, and looks whether ours allocates.
import { BlockList, SocketAddress } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type Address, type Family, parseAddress } from '#lib/ip/address'
import { compileMatcher } from '#lib/ip/matcher'
import { storedNetwork } from '#lib/ip/network'
import type { MatcherTimes } from '../matcher.ts'

const LENGTHS = [1, 10, 1000, 10_000]
const PROBES = 1024
const PASSES = 5
const PASS_MS = 60
const MATCHES_WATCHED = 10_000_000

type Match<Probe> = (probe: Probe) => boolean

/** Every second network of a size, so that no two are one range. */
const listOf = (family: Family, length: number): string[] =>
  Array.from({ length }, (_, n) =>
    family === 4
      ? `${16 + (n >> 15)}.${(n >> 7) & 255}.${(n & 127) * 2}.0/24`
      : `2600:0:${(n >> 15).toString(16)}:${((n & 32_767) * 2).toString(16)}::/64`,
  )

/** Half of them inside, spread over the whole list, half of them beside. */
const probesOf = (family: Family, length: number): string[] => {
  const networks = listOf(family, length)
  return Array.from({ length: PROBES }, (_, n) => {
    const [first = ''] = (networks[(n * 7919) % length] ?? '').split('/')
    if (family === 4)
      return n % 2 === 0 ? first.replace(/0$/, '77') : first.replace(/(\d+)\.0$/, (_all, c) => `${Number(c) + 1}.77`)
    return n % 2 === 0
      ? `${first}77`
      : first.replace(/:([0-9a-f]+)::$/, (_all, c) => `:${(Number.parseInt(c, 16) + 1).toString(16)}::77`)
  })
}

/** Nanoseconds a match: the median of passes that each take a while, over the same addresses again and again. */
function timed<Probe>(match: Match<Probe>, probes: readonly Probe[]): { ns: number; inside: number } {
  const sweep = () => {
    let inside = 0
    for (const probe of probes) if (match(probe)) inside += 1
    return inside
  }
  const inside = sweep()
  const passes = Array.from({ length: PASSES + 1 }, () => {
    const start = performance.now()
    let sweeps = 0
    while (performance.now() - start < PASS_MS) {
      if (sweep() !== inside) throw new Error('a match changed')
      sweeps += 1
    }
    return ((performance.now() - start) * 1e6) / (sweeps * probes.length)
  })
  // In the first the code is compiled.
  const sorted = passes.slice(1).sort((a, b) => a - b)
  return { ns: sorted[Math.floor(PASSES / 2)] ?? Number.NaN, inside }
}

function ours(networks: readonly string[]): Match<Address> {
  const matcher = compileMatcher(networks.map(storedNetwork))
  return (address) => matcher.matches(address)
}

function blockList(networks: readonly string[], family: Family): Match<SocketAddress> {
  const list = new BlockList()
  for (const network of networks) {
    const [first = '', bits] = network.split('/')
    list.addSubnet(first, Number(bits), `ipv${family}`)
  }
  return (address) => list.check(address)
}

function byIpaddr(networks: readonly string[]): Match<ipaddr.IPv4 | ipaddr.IPv6> {
  const ranges = networks.map((network) => ipaddr.parseCIDR(network))
  return (address) => ranges.some((range) => address.match(range))
}

const read = (text: string): Address => {
  const address = parseAddress(text)
  if (address === null) throw new Error(`not an address: ${text}`)
  return address
}

function timeAll(family: Family, length: number): MatcherTimes['times'][number] {
  const networks = listOf(family, length)
  const texts = probesOf(family, length)
  const sockets = texts.map((address) => new SocketAddress({ address, family: `ipv${family}` }))
  const own = timed(ours(networks), texts.map(read))
  const list = timed(blockList(networks, family), sockets)
  const peer = timed(
    byIpaddr(networks),
    texts.map((text) => ipaddr.parse(text)),
  )
  if (own.inside !== PROBES / 2 || list.inside !== own.inside || peer.inside !== own.inside) {
    throw new Error(`they disagree: ${own.inside}, ${list.inside}, ${peer.inside} of ${PROBES} are inside`)
  }
  return { family, length, own: own.ns, blockList: list.ns, ipaddr: peer.ns }
}

/** How much the heap grows while nothing but matches is done. */
function growth(family: Family): number {
  const match = ours(listOf(family, 10_000))
  const probes = probesOf(family, 10_000).map(read)
  const run = (times: number) => {
    let inside = 0
    for (let n = 0; n < times; n += 1) {
      const probe = probes[n & (PROBES - 1)]
      if (probe !== undefined && match(probe)) inside += 1
    }
    return inside
  }
  run(100_000)
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  run(MATCHES_WATCHED)
  return process.memoryUsage().heapUsed - before
}

const answer: MatcherTimes = {
  times: ([4, 6] as const).flatMap((family) => LENGTHS.map((length) => timeAll(family, length))),
  watched: MATCHES_WATCHED,
  grownBytes: { 4: growth(4), 6: growth(6) },
}
console.log(JSON.stringify(answer))
