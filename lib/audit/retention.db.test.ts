import { afterAll, beforeAll, expect, it } from 'vitest'
import { findSubject } from '#lib/allowlists/find-subject'
import { readHistory } from '#lib/allowlists/read-history'
import { comparedVersions, shownVersion } from '#lib/allowlists/version-pages'
import { listVersions } from '#lib/allowlists/version-queries'
import { versionAt } from '#lib/allowlists/versions'
import { prisma } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { updateKey } from '#lib/keys/commands'
import { edit, makeKey, makeTeam } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { chainState } from './chain-state.ts'
import { createSealer } from './checkpoint.ts'
import { pruneAudit } from './retention.ts'
import { verifyStep } from './verify-chain.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
/** The database knows no other time than now, so events are made older instead, and the chain anew. */
async function age(days: number): Promise<void> {
  await prisma().$transaction([
    prisma().$executeRaw`SET LOCAL session_replication_role = replica`,
    prisma().$executeRaw`UPDATE audit_event SET at = at - make_interval(days => ${days}::int)`,
    prisma().$executeRaw`DELETE FROM audit_link`,
    prisma().$executeRawUnsafe(`DO $$
      DECLARE e audit_event; place bigint := (SELECT position FROM audit_anchor);
        previous bytea := (SELECT hash FROM audit_anchor);
      BEGIN
        FOR e IN SELECT * FROM audit_event ORDER BY id LOOP
          place := place + 1; previous := sha256(previous || gatelist_audit_bytes(e));
          INSERT INTO audit_link VALUES (place, e.id, previous);
        END LOOP;
      END $$`),
  ])
}

it('removes what is older, keeps the chain whole from where it now begins, and the numbers of versions that are left', async () => {
  const team = await makeTeam()
  const key = await makeKey(team.owner, '192.0.2.1')
  const { id } = key
  const change = async (allowedIps: string, version: number) =>
    expect(await updateKey(team.owner, edit(key, { allowedIps, version }))).toMatchObject({ ok: true })
  await change('192.0.2.1\n192.0.2.2', 1)
  await age(100)
  await change('192.0.2.2', 2)
  await change('192.0.2.2\n192.0.2.3', 3)
  await createSealer(0)()

  await expect(prisma().$executeRaw`SELECT gatelist_audit_prune(3, NULL, '{}')`).rejects.toThrow('30 days')
  expect(await pruneAudit({ retentionDays: 90, now: inDays(0) })).toBe(2)
  expect(await pruneAudit({ retentionDays: 90, now: inDays(0) })).toBe(0)
  await expect(prisma().$executeRaw`DELETE FROM audit_event`).rejects.toThrow('append-only')

  expect(await verifyStep({ from: 1n })).toMatchObject({ problem: null, checked: 3, anchor: 2n })
  expect(await chainState()).toMatchObject({ events: 3n, pruned: 2n, checkpoint: { isRight: true } })
  const [last] = await prisma().auditEvent.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(last).toMatchObject({
    action: 'audit.prune',
    actorLabel: 'Gatelist',
    after: { events: 2, anchor: { position: 2 } },
  })

  const place = { workspaceId: team.workspaceId, owner: 'key', id } as const
  const { versions } = await listVersions(prisma(), place, { below: null, limit: 10 })
  expect(versions.map(({ number }) => number)).toEqual([4, 3])
  expect((await shownVersion(place, 3))?.entries.map(({ text }) => text)).toEqual(['192.0.2.2'])
  expect(await shownVersion(place, 2)).toBeNull()
  expect(await comparedVersions(place, { a: 3, b: 4 })).toMatchObject({
    diff: { added: { total: 1 }, removed: { total: 0 } },
  })
  const latest = await snapshot(async (tx) => {
    const subject = await findSubject(tx, place)
    return subject && versionAt(await readHistory(tx, subject, [4]), 4)
  })
  expect(latest).toMatchObject({
    number: 4,
    unsure: [],
    entries: [{ network: '192.0.2.2/32' }, { network: '192.0.2.3/32' }],
  })
})

it('stops at the first event that is young enough, whatever follows', async () => {
  const { events } = await chainState()
  await age(40)
  await makeTeam().then(({ owner }) => makeKey(owner, '192.0.2.9'))
  await expect(pruneAudit({ retentionDays: 45, now: inDays(4) })).resolves.toBe(0)
  expect((await chainState()).events).toBe(events + 1n)
})
