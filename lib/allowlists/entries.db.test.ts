import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'

let close: () => Promise<void>
beforeAll(async () => {
  ;({ close } = await testDatabase())
})
afterAll(() => close())

it('an entry is of the workspace of its key, when it is made and ever after', async () => {
  const [own, other] = [await makeTeam(), await makeTeam()]
  const key = await makeKey(own.owner, '203.0.113.7')
  const entry = { keyId: key.id, network: '198.51.100.0/24', position: 1 }
  // PostgreSQL's foreign_key_violation, as Prisma tells it.
  const away = { code: 'P2003' }
  await expect(
    prisma().allowlistEntry.create({ data: { ...entry, workspaceId: other.workspaceId } }),
  ).rejects.toMatchObject(away)
  await prisma().allowlistEntry.create({ data: { ...entry, workspaceId: own.workspaceId } })
  const moved = prisma().allowlistEntry.updateMany({
    where: { keyId: key.id },
    data: { workspaceId: other.workspaceId },
  })
  await expect(moved).rejects.toMatchObject(away)
  expect(await prisma().allowlistEntry.count({ where: { keyId: key.id, workspaceId: own.workspaceId } })).toBe(2)
})

it('entries of one save have ids that are neighbours, of version 7 and by the clock', async () => {
  const team = await makeTeam()
  const before = Date.now()
  const key = await makeKey(team.owner, '203.0.113.7 198.51.100.0/24 2001:db8::/32')
  const ids = (await prisma().allowlistEntry.findMany({ where: { keyId: key.id } })).map(({ id }) => id)
  expect(ids).toHaveLength(3)
  expect(new Set(ids).size).toBe(3)
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
    // PostgreSQL and this process are on one machine, so they have one clock.
    expect(Math.abs(ms - before)).toBeLessThan(60_000)
  }
})
