import { openVerifyClient } from '#test/freshness/verify-client'
import { type Ledger, openLedger } from './ledger.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Scenario, unmet } from './scenario.ts'
import { settleAll } from './truth.ts'

/** How it is made unwritable, and put right. */
type Way = { readonly what: string; readonly spoil: string; readonly mend: string }

const WAYS: readonly Way[] = [
  {
    what: 'the right to insert taken away',
    spoil: 'REVOKE INSERT ON audit_event FROM gatelist_app',
    mend: 'GRANT INSERT ON audit_event TO gatelist_app',
  },
  {
    what: 'the disk under it full',
    spoil: `CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER no_space BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION no_space()`,
    mend: 'DROP TRIGGER no_space ON audit_event; DROP FUNCTION no_space()',
  },
]

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

async function tryWay(rig: Rig, url: string, { ledger, way, seen }: { ledger: Ledger; way: Way; seen: Seen }) {
  const place = { url, token: rig.token }
  const before = ledger.acknowledged().at(-1) ?? 0
  await rig.sql(way.spoil)
  const saved = await ledger.save(place)
  seen.statuses.push(saved.status)
  if (saved.outcome === 'saved') seen.problems.push(`${way.what}: the save was answered 200`)
  seen.problems.push(...(await settleAll(rig, [ledger])))
  const client = await openVerifyClient(Number(new URL(url).port))
  const outcomes = [await ledger.verify(client, before), await ledger.verify(client, ledger.asked())]
  client.close()
  if (outcomes.join() !== 'allowed,address refused')
    seen.problems.push(`${way.what}: calls were ${outcomes.join(', ')}`)
  await rig.sql(way.mend)
  const after = await ledger.save(place)
  if (after.outcome !== 'saved') seen.problems.push(`${way.what}: put right, a save is answered ${after.status}`)
}

async function run() {
  return withRig(async (rig) => {
    const server = await rig.start({ DATABASE_URL: await plainAccount(rig) })
    const ledger = await openLedger({ url: `http://127.0.0.1:${portOf(server)}`, token: rig.token })
    const seen: Seen = { statuses: [], problems: [] }
    for (const way of WAYS) await tryWay(rig, server.url, { ledger, way, seen })
    seen.problems.push(...(await settleAll(rig, [ledger])))
    return {
      did: `the audit trail made unwritable for the app's account: ${WAYS.map(({ what }) => what).join(', ')}; a save each time`,
      figures: { 'saves answered': seen.statuses.join(', ') },
      problems: [
        ...seen.problems,
        ...unmet({ 'each save is told to come back (503)': seen.statuses.every((status) => status === 503) }),
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
