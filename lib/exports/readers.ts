import { z } from 'zod'
import { readTrailFilter, trailQuery } from '#lib/audit/trail-filter'
import { trailWhere } from '#lib/audit/trail-where'
import { ok, type Result, refuse } from '#lib/errors'
import { isRuleId } from '#lib/findings/rules'
import { Prisma } from '#lib/generated/prisma/client'
import { matching } from '#lib/key-profiles/filters-sql'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { entriesSource } from './entries-source.ts'
import { eventsSource } from './events-source.ts'
import { findingsRows, isFindingCursor } from './findings-rows.ts'
import { keyFilterNames, readKeyFilter } from './key-filter.ts'
import { keysSource } from './keys-source.ts'
import type { ExportKind } from './kinds.ts'
import type { ExportRows } from './source.ts'
import { sqlRows } from './sql-rows.ts'

type Filtered = { readonly rows: ExportRows; readonly filter: Readonly<Record<string, string>> }

export type ExportReader = {
  /** What may stand in the address besides `format` and `after`. */
  readonly names: readonly string[]
  isCursor(text: string): boolean
  read(query: URLSearchParams): Promise<Result<Filtered, 'invalid'>>
}

const isUuid = (text: string) => z.guid().safeParse(text).success
const EVERY_KEY = { state: 'all' }

const keys: ExportReader = {
  names: keyFilterNames,
  isCursor: isUuid,
  async read(query) {
    const read = readKeyFilter(query)
    if (!read.ok) return read
    await freshenProfiles()
    return ok({ rows: sqlRows({ source: keysSource, where: matching(read.value.filter) }), filter: read.value.told })
  },
}

/** With a filter, those of the keys that it lets stay; without one, all there are. */
const entries: ExportReader = {
  names: keyFilterNames,
  isCursor: isUuid,
  async read(query) {
    const isPlain = keyFilterNames.every((name) => (query.get(name) ?? '') === '')
    const read = readKeyFilter(isPlain ? new URLSearchParams(EVERY_KEY) : query)
    if (!read.ok) return read
    const { filter, told } = read.value
    if (Object.entries(told).join() === Object.entries(EVERY_KEY).join()) {
      return ok({ rows: sqlRows({ source: entriesSource, where: null }), filter: {} })
    }
    await freshenProfiles()
    const own = Prisma.sql`EXISTS (SELECT FROM key_profile p WHERE p.key_id = e.key_id AND ${matching(filter)})`
    const named = Prisma.sql`EXISTS (SELECT FROM key_list u JOIN key_profile p ON p.key_id = u.key_id
      WHERE u.list_id = e.list_id AND ${matching(filter)})`
    return ok({ rows: sqlRows({ source: entriesSource, where: Prisma.sql`(${own} OR ${named})` }), filter: told })
  },
}

const findings: ExportReader = {
  names: ['rule', 'workspace', 'acknowledged'],
  isCursor: isFindingCursor,
  async read(query) {
    const [rule, workspace, acknowledged] = findings.names.map((name) => query.get(name) || null)
    if (rule !== null && rule !== undefined && !isRuleId(rule))
      return refuse('invalid', 'rule: is not a rule of findings')
    if (workspace && !isUuid(workspace)) return refuse('invalid', 'workspace: must be the id of a workspace')
    if (acknowledged && acknowledged !== '1') return refuse('invalid', 'acknowledged: must be 1')
    return ok({
      rows: findingsRows({
        rule: rule ?? null,
        workspaceId: workspace ?? null,
        acknowledged: acknowledged ? 'included' : 'left out',
      }),
      filter: {
        ...(rule ? { rule } : {}),
        ...(workspace ? { workspace } : {}),
        ...(acknowledged ? { acknowledged } : {}),
      },
    })
  },
}

const events: ExportReader = {
  names: ['actor', 'key', 'workspace', 'address', 'action', 'door', 'from', 'to', 'staff'],
  isCursor: (text) => /^\d{1,18}$/.test(text),
  async read(query) {
    const { filter, problems } = readTrailFilter(Object.fromEntries(query))
    const [problem] = Object.entries(problems)
    if (problem !== undefined) return refuse('invalid', problem.join(': '))
    if (!['', '1'].includes(query.get('staff') ?? '')) return refuse('invalid', 'staff: must be 1')
    if (filter.key !== null) await freshenProfiles()
    const { where, isCut } = await trailWhere(filter)
    if (isCut) return refuse('invalid', 'Too many things have this name. Give the id of the one that is meant.')
    const told = Object.entries(trailQuery(filter)).filter(([, value]) => value !== undefined)
    return ok({
      rows: sqlRows({ source: eventsSource, where: told.length === 0 ? null : where }),
      filter: Object.fromEntries(told) as Record<string, string>,
    })
  },
}

export const readers = { keys, entries, findings, events } satisfies Record<ExportKind, ExportReader>

/** What the address of each kind may filter by. */
export const exportNames = {
  keys: keys.names,
  entries: entries.names,
  findings: findings.names,
  events: events.names,
} satisfies Record<ExportKind, readonly string[]>
