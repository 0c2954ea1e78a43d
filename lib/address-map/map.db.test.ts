import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { overlaps } from '#lib/ip/algebra'
import { compareNetworks, formatNetwork, type Network, networkOf, storedNetwork } from '#lib/ip/network'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { called, giveLists, makeList } from '#lib/lists/fixtures'
import { testDatabase } from '#test/database'
import { coveringKeys } from './compose.ts'
import { readBlocks } from './read-blocks.ts'
import { readMap } from './read-map.ts'
import { takeMap } from './take-map.ts'
import { readTree, type Tree } from './tree.ts'
import { cellBitsOf, grainBitsOf } from './view.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})

afterAll(async () => {
  await database.close()
})

/** Networks of all lengths that crowd around 9.9.9.9, so that they nest, and across the space. */
const near = fc
  .tuple(
    fc.constantFrom(0x09090909, 0x0909ff01, 0x09ff0101, 0xc8010101),
    fc.nat({ max: 4095 }),
    fc.integer({ min: 1, max: 32 }),
  )
  .map(([base, low, bits]) => networkOf({ family: 4, value: (base ^ low) >>> 0 }, bits))

type Held = { readonly networks: readonly Network[] }

/** Keys with lists of their own and shared ones, as they are drawn. */
async function makeKeys(): Promise<Held[]> {
  const drawn = fc.sample(fc.array(near, { minLength: 1, maxLength: 5 }), { numRuns: 20, seed: 7 })
  const shared = await makeList(team.owner, 'Shared', '9.9.0.0/17\n200.1.0.0/16')
  const held: Held[] = []
  for (const [n, networks] of drawn.entries()) {
    const { id } = await makeKey(team.owner, [...new Set(networks.map(formatNetwork))].join('\n'), `Key ${n}`)
    const extra = n % 5 === 0 ? ['9.9.0.0/17', '200.1.0.0/16'].map(storedNetwork) : []
    if (n % 5 === 0) await giveLists(team.owner, id, [shared.id])
    held.push({ networks: [...networks, ...extra] })
  }
  return held
}

function keysMeeting(held: readonly Held[], block: Network): number {
  return held.filter(({ networks }) => overlaps(networks, [block])).length
}

function blocksOf(view: Network, bits: number): Network[] {
  const size = 1n << BigInt(32 - bits)
  return Array.from({ length: 2 ** (bits - view.prefixBits) }, (_, at) => ({
    ...view,
    first: view.first + BigInt(at) * size,
    prefixBits: bits,
  }))
}

/** Thousands of keys in one /24, /16 and IPv6 /48, some of which have wider networks of every length around them. */
async function crowd(): Promise<void> {
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query(`
    INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
    SELECT gen_random_uuid(), '${team.workspaceId}', 'Crowd ' || n, 'gl_', '0000', sha256(('crowd ' || n)::bytea), 'enforce'
    FROM generate_series(1, 5200) n;
    INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
    SELECT gen_random_uuid(), k.workspace_id, k.id, entry.network, 0
    FROM (SELECT *, substr(name, 7)::int AS n FROM api_key WHERE name LIKE 'Crowd %') AS k CROSS JOIN LATERAL (VALUES
      (network(set_masklen('192.168.1.0'::inet + n % 256, 24 + n % 9))::inet), ('192.168.0.0'::inet + n * 7),
      (network(set_masklen('192.168.128.0'::inet + n, 8 + n % 25))::inet),
      (network(set_masklen('fd00::'::inet + n::bigint * 4294967296 * 65536, 40 + n % 60))::inet)) AS entry (network)
    ON CONFLICT DO NOTHING;
    INSERT INTO key_profile SELECT * FROM gatelist_profiles((SELECT array_agg(id) FROM api_key WHERE name LIKE 'Crowd %'))
    ON CONFLICT DO NOTHING;
    DELETE FROM profile_stale;
    ANALYZE`)
  await client.end()
}

/** The blocks at the next level of the tree, each with all keys that admit a part of it. */
async function blocksSix(within: Network) {
  const found = await readBlocks(within, [within.prefixBits + 16])
  const blocks = found.blocks.filter(({ keys }) => keys > 0).sort((a, b) => compareNetworks(a.network, b.network))
  const cells = blocks.map(({ network, keys }) => [formatNetwork(network), keys + coveringKeys(network, found)])
  return { cells, isLive: found.isLive }
}

describe('the map', () => {
  it('shades every block by the different keys that admit some address of it, whether counted ahead or now', async () => {
    const held = await makeKeys()
    await freshenProfiles(5000)
    expect(await takeMap()).toBe(true)
    for (const text of ['0.0.0.0/0', '9.0.0.0/8', '9.9.0.0/16', '9.9.9.0/24', '200.0.0.0/8', '77.0.0.0/8']) {
      const view = storedNetwork(text)
      const { cells, grains } = await readMap(view)
      expect(
        cells.map(({ keys }) => keys),
        text,
      ).toEqual(blocksOf(view, cellBitsOf(view)).map((block) => keysMeeting(held, block)))
      const grainBits = grainBitsOf(view)
      if (grainBits === null) continue
      expect(
        grains?.map(({ keys }) => keys),
        text,
      ).toEqual(blocksOf(view, grainBits).map((block) => keysMeeting(held, block)))
    }
  })

  it('leaves out who admits everybody or nobody, and counts the first apart', async () => {
    const before = (await readMap(storedNetwork('0.0.0.0/0'))).cells
    const live = (await readMap(storedNetwork('9.9.9.0/24'))).cells
    await makeKey(team.owner, '', 'Open')
    await makeKey(team.owner, '0.0.0.0/0', 'Any IPv4')
    await makeKey(team.owner, '::/0', 'Any IPv6')
    const revoked = await makeKey(team.owner, '9.0.0.0/8', 'Revoked')
    const off = await makeKey(team.owner, '9.0.0.0/8', 'Off')
    await prisma().$executeRaw`UPDATE api_key SET revoked_at = now() WHERE id = ${revoked.id}::uuid`
    await prisma().$executeRaw`UPDATE allowlist_entry SET enabled = false WHERE key_id = ${off.id}::uuid`
    await freshenProfiles(5000)
    await takeMap()
    const { cells, taken } = await readMap(storedNetwork('0.0.0.0/0'))
    expect(cells).toEqual(before)
    expect((await readMap(storedNetwork('9.9.9.0/24'))).cells).toEqual(live)
    expect(taken).toMatchObject({ openKeys: 1, anyV4Keys: 1, anyV6Keys: 1 })
  })

  it('counts different addresses that called and all calls that were refused', async () => {
    const { id } = await makeKey(team.owner, '88.1.2.0/24', 'Called')
    for (const address of ['88.1.2.3', '88.1.2.4', '88.1.200.1']) await called(team.workspaceId, id, address)
    await prisma().$executeRaw`
      INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at) VALUES
        (${team.workspaceId}::uuid, ${id}::uuid, date_trunc('hour', now()), 'ip_not_allowed', '88.1.2.9', 7, now(), now()),
        (${team.workspaceId}::uuid, ${id}::uuid, date_trunc('hour', now()) - interval '8 days', 'allowed', '88.1.2.5', 1, now(), now())`
    await freshenProfiles(5000)
    await takeMap()
    const figures = async (view: string, at: number) => (await readMap(storedNetwork(view))).cells[at]
    expect(await figures('0.0.0.0/0', 88)).toMatchObject({ callers: 3, refusals: 7 })
    expect(await figures('88.0.0.0/8', 1)).toMatchObject({ callers: 3, refusals: 7 })
    expect(await figures('88.1.0.0/16', 2)).toMatchObject({ callers: 2, refusals: 7 })
    expect(await figures('88.1.2.0/24', 3)).toMatchObject({ callers: 1, refusals: 0 })
  })

  it('opens IPv6 blocks inside each other, each with its keys', async () => {
    await makeKey(team.owner, '2a00:1450:4001::/48\n2a00:1450:4002:1::/64', 'Two sites')
    await makeKey(team.owner, '2a00:1450:4001:2::/64', 'One subnet')
    await makeKey(team.owner, '2a00::/16', 'Wide')
    await freshenProfiles(5000)
    await takeMap()
    const told = ({ children }: Tree): unknown[] =>
      children.map((node) => [formatNetwork(node.network), node.keys, ...(node.isOpen ? [told(node)] : [])])
    expect(told(await readTree(storedNetwork('2a00:1450:4001::/48')))).toEqual([
      [
        '2a00::/12',
        3,
        [
          ['2a00::/16', 1],
          [
            '2a00:1000::/20',
            3,
            [
              [
                '2a00:1450::/32',
                3,
                [
                  ['2a00:1450:4001::/48', 3, [['2a00:1450:4001:2::/64', 3]]],
                  ['2a00:1450:4002::/48', 2],
                ],
              ],
            ],
          ],
        ],
      ],
    ])
  })

  it('says the same of a crowded block, which is counted ahead, as it says of it when that is counted now', async () => {
    await crowd()
    const four = ['192.168.0.0/16', '192.168.1.0/24'].map(storedNetwork)
    const six = ['fd00::/32', 'fd00::/48'].map(storedNetwork)
    await takeMap()
    const ahead = await Promise.all([...four.map(readMap), ...six.map(blocksSix)])
    // Elsewhere nothing is kept that is quick to count.
    const kept = await prisma().addressBlock.findMany({
      where: { bits: { in: [24, 28, 48, 64] } },
      select: { network: true },
    })
    expect(kept.filter(({ network }) => !/^(192\.168\.|fd00:)/.test(network))).toEqual([])
    await prisma().addressBlock.deleteMany({})
    const now = await Promise.all([...four.map(readMap), ...six.map(blocksSix)])
    expect(ahead.map(({ cells }) => cells)).toEqual(now.map(({ cells }) => cells))
    expect(now.map(({ isLive }) => isLive)).toEqual([true, true, true, true])
    expect(ahead.map(({ isLive }) => isLive)).toEqual([false, false, false, false])
  })
})
