import { listFindings, readFindingKeys } from '#lib/findings/queries'
import { isRuleId, type RuleId, ruleIds, rules } from '#lib/findings/rules'
import type { FoundKey } from '#lib/findings/views'
import type { ExportRows } from './source.ts'
import type { Row } from './write-rows.ts'

const BATCH = 500

export type FindingFilter = {
  readonly rule: RuleId | null
  readonly workspaceId: string | null
  readonly acknowledged: 'left out' | 'included'
}

/** One row a key of a finding: rule after rule, and within each in the order of the keys. */
export function findingsRows(filter: FindingFilter): ExportRows {
  const wanted = filter.rule === null ? ruleIds : [filter.rule]
  return {
    columns,
    batches: (after) => batches(wanted, filter, after),
    async total(after) {
      const from = after === null ? 0 : wanted.indexOf(placeOf(after).rule)
      const rest = new Set(wanted.slice(Math.max(0, from)))
      const { findings } = await listFindings()
      const counts = findings.map(({ rule, count }) => (rest.has(rule) ? (count?.keys ?? 0) : 0))
      return { rows: counts.reduce((sum, one) => sum + one, 0), isExact: false }
    },
  }
}

const CURSOR = /^([a-z-]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Whether a text can be the cursor of a row. */
export function isFindingCursor(text: string): boolean {
  const [, rule = ''] = CURSOR.exec(text) ?? []
  return isRuleId(rule)
}

function placeOf(cursor: string): { rule: RuleId; keyId: string } {
  const [, rule = '', keyId = ''] = CURSOR.exec(cursor) ?? []
  if (!isRuleId(rule)) throw new Error('a cursor was not looked at')
  return { rule, keyId }
}

async function* batches(
  wanted: readonly RuleId[],
  { workspaceId, acknowledged }: FindingFilter,
  after: string | null,
): AsyncGenerator<readonly Row[]> {
  const place = after === null ? null : placeOf(after)
  // A rule that is not wanted was never begun.
  const from = place === null ? 0 : Math.max(0, wanted.indexOf(place.rule))
  for (const rule of wanted.slice(from)) {
    let at = place?.rule === rule ? place.keyId : null
    do {
      const page = await readFindingKeys(rule, { after: at, limit: BATCH, acknowledged, workspaceId })
      if (page.keys.length > 0) yield page.keys.map((key) => rowOf(rule, key))
      at = page.next
    } while (at !== null)
  }
}

const columns = [
  { name: 'finding_id', type: 'text' },
  { name: 'rule', type: 'text' },
  { name: 'severity', type: 'text' },
  { name: 'title', type: 'text' },
  { name: 'key_id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'key_hint', type: 'text' },
  { name: 'access_mode', type: 'text' },
  { name: 'workspace_id', type: 'text' },
  { name: 'workspace', type: 'text' },
  { name: 'owner', type: 'text' },
  { name: 'last_used_at', type: 'text' },
  { name: 'why', type: 'json' },
  { name: 'acknowledged_until', type: 'text' },
  { name: 'acknowledged_by', type: 'text' },
  { name: 'acknowledged_reason', type: 'text' },
] as const satisfies ExportRows['columns']

function rowOf(rule: RuleId, key: FoundKey): Row {
  const { severity, title } = rules[rule]
  const { acknowledgement } = key
  return [
    ...[`${rule}:${key.keyId}`, rule, severity, title, key.keyId, key.name],
    ...[`${key.displayPrefix}…${key.lastFour}`, key.accessMode, key.workspaceId, key.workspaceName, key.owner],
    ...[key.lastUsedAt?.toISOString() ?? null, JSON.stringify(key.why)],
    ...[acknowledgement?.until.toISOString() ?? null, acknowledgement?.by ?? null, acknowledgement?.reason ?? null],
  ]
}
