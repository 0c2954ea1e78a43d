import { type AsideClient, aside, busyElsewhere } from '#lib/db/aside'
import { Prisma } from '#lib/generated/prisma/client'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { log } from '#lib/log'
import { notAcknowledged } from './acknowledged-sql.ts'
import { ruleQueries } from './rule-queries.ts'
import { type RuleId, ruleIds } from './rules.ts'

const COUNTING = { lock: 7_134_003, statementMs: 60_000 } as const

/** A year of trend, and the same weeks of the year before. */
const TREND_DAYS = 400
const WIDENINGS_DAYS = 30
/** Acknowledgements that are over are kept as long as somebody may ask why a finding is back. */
const OVER_DAYS = 90

/**
 * Counts what every rule finds, once for all processes. A rule that takes too long keeps its former count, which says when it was taken.
 *
 * @returns false when another process is counting
 */
export async function countFindings(signal?: AbortSignal): Promise<boolean> {
  await freshenProfiles().catch(() => false)
  const counted = await aside({ ...COUNTING, signal }, async (client) => {
    for (const rule of ruleIds) await kept(client, rule, () => client.query(counting(rule)))
    await client.query(`DELETE FROM finding_count WHERE day < current_date - ${TREND_DAYS}`)
    await client.query(`DELETE FROM list_widening WHERE at < now() - interval '${WIDENINGS_DAYS} days'`)
    await client.query(`DELETE FROM finding_acknowledgement WHERE until < now() - interval '${OVER_DAYS} days'`)
  })
  return counted !== busyElsewhere
}

function counting(rule: RuleId): { text: string; values: unknown[] } {
  const { text, values } = Prisma.sql`
    INSERT INTO finding_count (rule, day, taken_at, keys)
    SELECT ${rule}::text, (clock_timestamp() AT TIME ZONE 'UTC')::date, clock_timestamp(), count(*)::int
    FROM (${ruleQueries[rule].hits}) AS hit WHERE ${notAcknowledged(rule)}
    ON CONFLICT (rule, day) DO UPDATE SET taken_at = excluded.taken_at, keys = excluded.keys`
  return { text, values }
}

/** A statement that fails takes back nothing but itself. */
async function kept(client: AsideClient, what: string, run: () => Promise<unknown>): Promise<void> {
  await client.query('SAVEPOINT one')
  try {
    await run()
    await client.query('RELEASE SAVEPOINT one')
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT one')
    log.warn({ err: error, what }, 'a finding was not counted')
  }
}
