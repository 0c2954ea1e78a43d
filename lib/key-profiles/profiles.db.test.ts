import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { totalAddresses } from '#lib/ip/count'
import { formatNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { specialBlocks } from '#lib/ip/special-blocks'
import { pauseKey } from '#lib/keys/commands'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { giveLists, makeList, writeListText } from '#lib/lists/fixtures'
import { testDatabase } from '#test/database'
import { followTraffic, freshenProfiles } from './freshen.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})

afterAll(async () => {
  await database.close()
})

async function profileOf(keyId: string) {
  expect(await freshenProfiles()).toBe(true)
  return prisma().keyProfile.findUnique({ where: { keyId } })
}

describe('the profile of a key', () => {
  it('is as the key was saved, at the next read', async () => {
    const { id } = await makeKey(team.owner, '203.0.113.0/24 # office\n203.0.113.7\n2001:db8::/48', 'Checkout')
    expect(await profileOf(id)).toMatchObject({
      ...{
        accessMode: 'enforce',
        entries: 3,
        ownEntries: 3,
        lists: 0,
        inForce: 3,
        widest: 24,
        widestV4: 24,
        widestV6: 48,
      },
      ...{ anyAddress: false, private: false, reserved: true, unnoted: 2, unmatched: 3, refusedDay: 0n, paused: false },
      addresses: 256 + 2 ** 80,
    })
    await pauseKey(team.owner, { keyId: id })
    expect(await profileOf(id)).toMatchObject({ paused: true })
    await prisma().apiKey.delete({ where: { id } })
    expect(await profileOf(id)).toBeNull()
  })

  it('follows the named lists that the key uses', async () => {
    const { id } = await makeKey(team.owner, '203.0.113.7', 'Shared')
    const list = await makeList(team.owner, 'Egress', '198.51.100.0/25')
    await giveLists(team.owner, id, [list.id])
    expect(await profileOf(id)).toMatchObject({ entries: 2, ownEntries: 1, lists: 1, widest: 25, addresses: 129 })
    await writeListText(team.owner, list.id, '198.0.0.0/9')
    expect(await profileOf(id)).toMatchObject({ widest: 9, addresses: 2 ** 23 + 1 })
  })

  it('counts what expires while nobody saves anything', async () => {
    const { id } = await makeKey(team.owner, '203.0.113.7\n198.51.100.0/24', 'Ends')
    await prisma().$executeRaw`
      UPDATE allowlist_entry SET expires_at = clock_timestamp() + interval '100 milliseconds'
      WHERE key_id = ${id}::uuid AND masklen(network) = 24`
    expect(await profileOf(id)).toMatchObject({ inForce: 2, expired: 0, widest: 24 })
    await expect.poll(() => profileOf(id)).toMatchObject({ inForce: 1, expired: 1, widest: 32, nextExpiry: null })
  })

  it('says of an open key that any address may use it', async () => {
    const { id } = await makeKey(team.owner, '', 'Open')
    expect(await profileOf(id)).toMatchObject({ accessMode: 'open', widest: -1, addresses: 2 ** 128, inForce: 0 })
  })

  it('counts each address once, however entries nest', async () => {
    const nested = [
      '10.0.0.0/8',
      '10.1.0.0/16',
      '10.1.2.3/32',
      '11.0.0.0/31',
      '0.0.0.0/1',
      '200.0.0.0/30',
      '2001:db8::/126',
    ]
    const { id } = await makeKey(team.owner, nested.join('\n'), 'Nested')
    const networks = nested.flatMap((text) => parseCanonicalNetwork(text) ?? [])
    expect(await profileOf(id)).toMatchObject({ addresses: Number(totalAddresses(networks)) })
  })

  it('is found by the words of name, workspace, owner, prefix and last four, also after a change of name', async () => {
    const { id } = await makeKey(team.owner, '203.0.113.7', 'Ledger Export')
    const key = await prisma().apiKey.findUniqueOrThrow({
      where: { id },
      select: { lastFour: true, displayPrefix: true },
    })
    const { search } = (await profileOf(id)) ?? { search: '' }
    for (const part of ['ledger export', 'team', team.owner.label, key.lastFour, key.displayPrefix]) {
      expect(search).toContain(part.toLowerCase())
    }
    await prisma().workspace.update({ where: { id: team.workspaceId }, data: { name: 'Harbour' } })
    expect((await profileOf(id))?.search).toContain('harbour')
  })

  it('follows traffic: last use, refusals of the day, and entries that matched for the first time', async () => {
    const { id } = await makeKey(team.owner, '203.0.113.7', 'Called')
    await profileOf(id)
    await prisma().$executeRaw`
      INSERT INTO key_hour (key_id, hour, allowed, unlisted, refused) VALUES
        (${id}::uuid, date_trunc('hour', now()), 1, 0, 3), (${id}::uuid, date_trunc('hour', now()) - interval '3 days', 1, 0, 9)`
    await prisma()
      .$executeRaw`INSERT INTO key_usage (key_id, last_used_at) VALUES (${id}::uuid, '2026-11-01T10:00:00Z')`
    await prisma().$executeRaw`
      INSERT INTO entry_match (entry_id, last_at, count) SELECT id, now(), 1 FROM allowlist_entry WHERE key_id = ${id}::uuid`
    await followTraffic(new Date())
    expect(await profileOf(id)).toMatchObject({
      ...{ refusedDay: 3n, unmatched: 0 },
      lastUsedAt: new Date('2026-11-01T10:00:00Z'),
    })
  })

  it('is made once for all who read at the same time, and none of them reads an old one', async () => {
    const keys = await Promise.all(
      Array.from({ length: 12 }, (_, n) => makeKey(team.owner, `203.0.113.${n}`, `Many ${n}`)),
    )
    const profiles = await Promise.all(keys.map((key) => profileOf(key.id)))
    expect(profiles.map((profile) => profile?.inForce)).toEqual(keys.map(() => 1))
  })
})

it('tells private and reserved blocks apart as the product does everywhere', async () => {
  for (const { network, kind } of specialBlocks) {
    const rows = await prisma().$queryRaw<{ kind: string }[]>`
      SELECT gatelist_special_kind(${formatNetwork(network)}::inet) AS kind`
    expect(rows).toEqual([{ kind }])
  }
})
