import { prisma } from '#lib/db'
import { type RuleId, ruleIds } from './rules.ts'
import type { Finding, Findings, TrendPoint } from './views.ts'

/** As long as the line beside a rule is. */
const LINE_DAYS = 30

type Row = { rule: string; day: string; takenAt: Date; keys: number }

/** Every rule with its last count, its last weeks, and how much of it is acknowledged. Reads what was counted; counts nothing. */
export async function listFindings(): Promise<Findings> {
  const [rows, standing] = await Promise.all([countsOf(ruleIds, LINE_DAYS), acknowledgedCounts()])
  const acknowledged = Object.fromEntries(ruleIds.map((rule) => [rule, standing.get(rule) ?? 0])) as Record<
    RuleId,
    number
  >
  return { findings: ruleIds.map((rule) => findingOf(rule, rows)), acknowledged, now: new Date() }
}

/** One rule, with so many days of its past. */
export async function readFinding(rule: RuleId, days: number): Promise<Finding> {
  return findingOf(rule, await countsOf([rule], days))
}

// The last count may be older than the days that are asked for.
function countsOf(wanted: readonly RuleId[], days: number): Promise<Row[]> {
  return prisma().$queryRaw<Row[]>`
    SELECT rule, day::text AS day, taken_at AS "takenAt", keys FROM finding_count c
    WHERE rule = ANY(${[...wanted]}::text[]) AND (day > (now() AT TIME ZONE 'UTC')::date - ${days}::int
      OR day = (SELECT max(day) FROM finding_count last WHERE last.rule = c.rule))
    ORDER BY day`
}

function findingOf(rule: RuleId, rows: readonly Row[]): Finding {
  const own = rows.filter((row) => row.rule === rule)
  const last = own.at(-1)
  const trend: TrendPoint[] = own.map(({ day, keys }) => ({ day, keys }))
  return { rule, count: last === undefined ? null : { keys: last.keys, takenAt: last.takenAt }, trend }
}

async function acknowledgedCounts(): Promise<Map<string, number>> {
  const rows = await prisma().$queryRaw<{ rule: string; total: number }[]>`
    SELECT rule, count(*)::int AS total FROM finding_acknowledgement WHERE until > now() GROUP BY rule`
  return new Map(rows.map(({ rule, total }) => [rule, total]))
}
