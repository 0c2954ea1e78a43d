import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatSourceName, readSourceName } from '#lib/allowlists/range-source'
import { difference } from '#lib/ip/algebra'
import { networkList } from '#lib/ip/arbitraries'
import { totalAddresses } from '#lib/ip/count'
import { displayNetwork, formatNetwork } from '#lib/ip/network'
import type { RangeFile, RangeFileKind } from './range-file.ts'
import { isRangeFile, readAsCloudflare, readRangeFile } from './read-range-file.ts'
import { choiceOfSource, facetsOf, selectRanges, unknownNames } from './selection.ts'

const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')
const ALL = { services: null, regions: null }

function read(text: string, name: string | null = null): RangeFile {
  const result = readRangeFile(text, name)
  if (!result.ok) throw new Error(result.message)
  return result.file
}

const texts = (file: RangeFile, choice = ALL as Parameters<typeof selectRanges>[1]) =>
  selectRanges(file, choice).networks.map(displayNetwork)

describe('each kind of file is known by what is in it', () => {
  test.each<[string, RangeFileKind, number, string | null]>([
    ['ip-ranges.json', 'aws', 11, '2026-12-01T12:00:00.000Z'],
    ['cloud.json', 'google-cloud', 4, '2026-12-01T12:00:00.000Z'],
    ['goog.json', 'google', 3, '2026-12-01T12:00:00.000Z'],
    ['cloudflare.json', 'cloudflare', 3, null],
    ['github-meta.json', 'github', 7, null],
    ['ips-v4', 'cloudflare-v4', 2, null],
    ['ips-v6', 'cloudflare-v6', 2, null],
  ])('%s is %s', (name, kind, count, published) => {
    // Whatever it was called when it was saved; of plain text only its name can tell.
    const file = read(sample(name), name.startsWith('ips') ? `${name} (1).txt` : 'download')
    expect(file).toMatchObject({ kind, unreadable: [] })
    expect([file.ranges.length, file.publishedAt?.toISOString() ?? null]).toEqual([count, published])
  })

  test.each([
    ['a list of somebody', '192.0.2.0/24\n198.51.100.7\n', 'plain_list'],
    ['other JSON', '{"prefixes":[{"cidr":"192.0.2.0/24"}]}', 'unknown'],
    ['an array', '["192.0.2.0/24"]', 'unknown'],
    ['a web page', '<!doctype html><p>Not found', 'unknown'],
    ['half a file', sample('ip-ranges.json').slice(0, 300), 'unreadable'],
    ['a file without a range', '{"prefixes":[],"ipv6_prefixes":[]}', 'unreadable'],
  ])('%s is none', (_, text, reason) => {
    expect(readRangeFile(text, 'list.txt')).toMatchObject({ ok: false, reason })
  })

  it('a plain list is Cloudflare’s when somebody says so', () => {
    expect(readAsCloudflare(sample('ips-v6'))).toMatchObject({ ok: true, file: { kind: 'cloudflare-v6' } })
  })

  it('is told from a list of entries', () => {
    expect([isRangeFile(sample('cloud.json')), isRangeFile('{"entries":[]}'), isRangeFile('192.0.2.7')]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('nothing is passed over in silence', () => {
  test.each([
    [
      'an address that is none',
      '{"prefixes":[{"ip_prefix":"192.0.2.0/33","region":"r","service":"S"},OK]}',
      'prefixes[0].ip_prefix',
    ],
    [
      'a range of two addresses',
      '{"prefixes":[{"ip_prefix":"192.0.2.1-192.0.2.2","region":"r","service":"S"},OK]}',
      'prefixes[0].ip_prefix',
    ],
    ['no address at all', '{"prefixes":[{"region":"r","service":"S"},OK]}', 'prefixes[0].ip_prefix'],
    ['no service', '{"prefixes":[{"ip_prefix":"192.0.2.0/24","region":"r"},OK]}', 'prefixes[0].ip_prefix'],
    [
      'a region that is no name',
      '{"prefixes":[{"ip_prefix":"192.0.2.0/24","region":"\\u202e","service":"S"},OK]}',
      'prefixes[0].ip_prefix',
    ],
    ['no object', '{"prefixes":["192.0.2.0/24",OK]}', 'prefixes[0]'],
    ['another kind of list', '{"prefixes":[OK],"ipv6_prefixes":{}}', 'ipv6_prefixes'],
    ['a new member of GitHub', '{"hooks":["192.0.2.0/24"],"later":{"a":1}}', 'later'],
    ['a new member of Cloudflare', '{"result":{"ipv4_cidrs":["192.0.2.0/24"],"more":[1]}}', 'result.more'],
    [
      'both of two',
      '{"prefixes":[{"ipv4Prefix":"192.0.2.0/24","ipv6Prefix":"2001:db8::/32"},{"ipv4Prefix":"192.0.2.0/24"}]}',
      'prefixes[0]',
    ],
  ])('%s', (_, text, where) => {
    const file = read(text.replace('OK', '{"ip_prefix":"198.51.100.0/24","region":"r","service":"S"}'))
    expect(file.unreadable.map((one) => one.where)).toEqual([where])
    expect(file.ranges).toHaveLength(1)
  })

  it('an IPv6 network in the list for IPv4', () => {
    const file = read('192.0.2.0/24\n2001:db8::/32\n', 'ips-v4')
    expect(file.unreadable).toMatchObject([{ text: '2001:db8::/32', where: 'line 2' }])
  })

  it('host bits are read as the network that they are in', () => {
    expect(texts(read('192.0.2.1/24', 'ips-v4'))).toEqual(['192.0.2.0/24'])
  })
})

describe('a choice', () => {
  const aws = read(sample('ip-ranges.json'))

  it('is of services and regions, put together as the fewest networks', () => {
    expect(texts(aws, { services: ['EC2'], regions: ['eu-west-1'] })).toEqual(['192.0.2.0/25', '2001:db8:1f18::/48'])
    expect(texts(aws, { services: null, regions: ['us-east-1'] })).toEqual(['203.0.113.0/25'])
    expect(texts(aws, { services: ['S3'], regions: ['us-east-1'] })).toEqual([])
  })

  it('admits exactly what is published, never more', () => {
    fc.assert(
      fc.property(networkList, (networks) => {
        const ranges = networks.map((network) => ({ network, service: 'S', region: null }))
        const { networks: chosen } = selectRanges({ kind: 'github', publishedAt: null, ranges, unreadable: [] }, ALL)
        expect(totalAddresses(difference(chosen, networks))).toBe(0n)
        expect(totalAddresses(difference(networks, chosen))).toBe(0n)
        expect(chosen.length).toBeLessThanOrEqual(new Set(networks.map(formatNetwork)).size)
      }),
      { numRuns: 150 },
    )
  })

  it('counts the ranges of each service in the chosen regions, and the other way about', () => {
    const facets = facetsOf(aws, { services: ['EC2'], regions: ['us-east-1'] })
    expect(facets.services).toEqual([
      { name: 'AMAZON', count: 1 },
      { name: 'CLOUDFRONT', count: 0 },
      { name: 'EC2', count: 1 },
      { name: 'S3', count: 0 },
    ])
    expect(facets.regions).toEqual([
      { name: 'GLOBAL', count: 0 },
      { name: 'eu-west-1', count: 3 },
      { name: 'us-east-1', count: 1 },
    ])
  })

  it('has one name, in whatever order it was made, and is found again by it', () => {
    const choice = { services: ['S3', 'EC2'], regions: ['eu-west-1'] }
    const { source, note } = selectRanges(aws, choice)
    expect([source, note]).toEqual(['aws:EC2+S3:eu-west-1', 'AWS EC2, S3 eu-west-1'])
    expect(selectRanges(aws, { ...choice, services: ['EC2', 'S3'] }).source).toBe(source)
    const name = readSourceName(source)
    expect(name && choiceOfSource(aws, name)).toEqual({ services: ['EC2', 'S3'], regions: ['eu-west-1'] })
    expect(name && choiceOfSource(read(sample('cloud.json')), name)).toBeNull()
  })

  it('of everything is named so, and not by what there is today', () => {
    expect(selectRanges(aws, ALL)).toMatchObject({ source: 'aws:*:*', note: 'AWS' })
    expect(selectRanges(read(sample('ips-v4'), 'ips-v4'), ALL).source).toBe('cloudflare-v4:*:*')
  })

  it('of a name that the file does not have is told', () => {
    expect(unknownNames(aws, { services: ['EC2', 'ec2'], regions: ['eu-west-1', 'mars'] })).toEqual(['ec2', 'mars'])
  })
})

describe('the name of a source', () => {
  it('is read as it was written', () => {
    const names = fc.option(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { minLength: 1, maxLength: 5 }),
    )
    fc.assert(
      fc.property(names, names, (services, regions) => {
        const read = readSourceName(formatSourceName({ kind: 'aws', services, regions }))
        const sorted = (list: readonly string[] | null) => list && [...list].sort()
        expect([sorted(read?.services ?? null), sorted(read?.regions ?? null)]).toEqual([
          sorted(services),
          sorted(regions),
        ])
      }),
    )
  })

  test.each([
    '',
    'aws',
    'aws:EC2',
    'aws:S3+EC2:*',
    'AWS:*:*',
    'aws:*:*:*',
    'aws:EC2 x:*',
    'aws:%:*',
    `aws:${'x'.repeat(3000)}:*`,
  ])('is not %j', (text) => expect(readSourceName(text)).toBeNull())
})
