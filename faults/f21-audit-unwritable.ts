import { chownSync, statSync } from 'node:fs'
import { openVerifyClient } from '#test/freshness/verify-client'
import type { Place } from './admin.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Scenario, Skipped, unmet } from './scenario.ts'
import { withSmallDisk } from './small-disk.ts'
import { settleAll } from './truth.ts'

/** How it is made unwritable, and put right. `fits`: so many saves may still be taken, because there is room for their events. */
type Way = { readonly what: string; readonly fits: number; spoil(): Promise<unknown>; mend(): Promise<unknown> }

const DISK_MIB = 16

function withoutRight({ sql }: Rig): Way {
  return {
    what: 'the right to insert taken away',
    fits: 0,
    spoil: () => sql('REVOKE INSERT ON audit_event FROM gatelist_app'),
    mend: () => sql('GRANT INSERT ON audit_event TO gatelist_app'),
  }
}

/** Lays the table on a disk of its own, with room for the rest of its last page. */
async function withFullDisk({ sql }: Rig, use: (way: Way) => Promise<void>): Promise<void> {
  await withSmallDisk(DISK_MIB, async (disk) => {
    const [data] = await sql<{ data_directory: string }>('SHOW data_directory')
    const { uid, gid } = statSync(data?.data_directory ?? '')
    chownSync(disk.folder, uid, gid)
    await sql(`CREATE TABLESPACE small LOCATION '${disk.folder}'`)
    await sql('ALTER TABLE audit_event SET TABLESPACE small')
    await use({
      what: 'the disk under it full',
      fits: 100,
      spoil: async () => disk.fill(),
      mend: async () => disk.empty(),
    })
    await sql('ALTER TABLE audit_event SET TABLESPACE pg_default')
    await sql('DROP TABLESPACE small')
  })
}

/** An account that owns nothing, so that what it may not do it cannot do. */
async function plainAccount({ sql, postgres }: Rig): Promise<string> {
  await sql("CREATE ROLE gatelist_app LOGIN PASSWORD 'faults'")
  await sql('GRANT USAGE, CREATE ON SCHEMA public TO gatelist_app')
  await sql('GRANT ALL ON ALL TABLES IN SCHEMA public TO gatelist_app')
  await sql('GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO gatelist_app')
  const url = new URL(postgres.url)
  url.username = 'gatelist_app'
  url.password = 'faults'
  return url.href
}

type Seen = { readonly statuses: number[]; readonly problems: string[] }

type Site = { readonly rig: Rig; readonly place: Place; readonly ledger: Ledger; readonly seen: Seen }

/** Saves until one is not taken, or more were than there can be room for. @returns the version that ruled before the last */
async function saveUntilRefused({ place, ledger, seen }: Site, { what, fits }: Way): Promise<number> {
  for (let taken = 0; ; taken += 1) {
    const before = ledger.acknowledged().at(-1) ?? 0
    const { outcome, status } = await ledger.save(place)
    if (outcome === 'saved' && taken < fits) continue
    seen.statuses.push(status)
    if (outcome === 'saved') seen.problems.push(`${what}: a save was answered 200`)
    return before
  }
}

async function tryWay(site: Site, way: Way): Promise<void> {
  const { rig, place, ledger, seen } = site
  await way.spoil()
  const before = await saveUntilRefused(site, way)
  seen.problems.push(...(await settleAll(rig, [ledger])))
  const client = await openVerifyClient(Number(new URL(place.url).port))
  const outcomes = [await ledger.verify(client, before), await ledger.verify(client, ledger.asked())]
  client.close()
  if (outcomes.join() !== 'allowed,address refused')
    seen.problems.push(`${way.what}: calls were ${outcomes.join(', ')}`)
  await way.mend()
  const after = await ledger.save(place)
  if (after.outcome !== 'saved') seen.problems.push(`${way.what}: put right, a save is answered ${after.status}`)
}

async function run() {
  return withRig(async (rig) => {
    const server = await rig.start({ DATABASE_URL: await plainAccount(rig) })
    const place = { url: `http://127.0.0.1:${portOf(server)}`, token: rig.token }
    const site: Site = { rig, place, ledger: await openLedger(place), seen: { statuses: [], problems: [] } }
    const tried: string[] = []
    const tryOne = async (way: Way) => {
      await tryWay(site, way)
      tried.push(way.what)
    }
    await tryOne(withoutRight(rig))
    await withFullDisk(rig, tryOne).catch((error: unknown) => {
      if (!(error instanceof Skipped)) throw error
    })
    const problems = [...site.seen.problems, ...(await settleAll(rig, [site.ledger]))]
    return {
      did: `the audit trail made unwritable for the app's account: ${tried.join(', ')}; saves each time`,
      figures: { 'saves answered': site.seen.statuses.join(', ') },
      problems: [
        ...problems,
        ...unmet({ 'each save is told to come back (503)': site.seen.statuses.every((status) => status === 503) }),
      ],
    }
  })
}

export const auditUnwritable: Scenario = {
  id: 'F21',
  title: 'the audit trail cannot be written',
  goal: 'the save is refused (503) and the old list stays in force; verification goes on; saves again when put right',
  run,
}
