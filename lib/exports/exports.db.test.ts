import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvSeparator, readCsv } from '#lib/allowlists/csv'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { makeStaff } from '#lib/staff-tokens/fixtures'
import { type TestDatabase, testDatabase } from '#test/database'
import { openExport } from './open-export.ts'
import { RecordReader } from './records.ts'

let database: TestDatabase
let team: Team
let auditor: StaffActor

const COUNT = 6_789

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  auditor = await makeStaff('auditor')
  const { id } = await makeKey(team.owner, '192.0.2.0/24 # =cmd|calc', '+SUM(A1)')
  await prisma().$executeRaw`
    INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, note)
    SELECT gen_random_uuid(), ${team.workspaceId}::uuid, ${id}::uuid, ('10.' || n / 256 % 256 || '.' || n % 256 || '.0/24')::cidr,
      n, CASE n % 3 WHEN 0 THEN '@note, "quoted"' WHEN 1 THEN E'two\nlines' END FROM generate_series(1, ${COUNT}::int) AS n`
})
afterAll(() => database.close())

async function open(kind: string, query: string) {
  const opened = await openExport(auditor, kind, new URLSearchParams(query))
  if (!opened.ok) throw new Error(opened.message)
  return opened.value
}

async function take(kind: string, query = ''): Promise<string> {
  return new Response((await open(kind, query)).body).text()
}

async function trailOf(action: string) {
  const rows = await prisma().auditEvent.findMany({
    where: { actorId: auditor.userId, action },
    orderBy: { id: 'asc' },
    select: { after: true },
  })
  return rows.map(({ after }) => after)
}

describe('an export', () => {
  it('holds nothing that a spreadsheet would compute, in any field that people write', async () => {
    const [keys, entries] = [await take('keys'), await take('entries')]
    for (const text of [keys, entries]) {
      const records = [...readCsv(text, csvSeparator(text))]
      expect(records.filter(({ problem }) => problem !== null)).toEqual([])
      expect(records.flatMap(({ fields }) => fields).filter((field) => /^[=+@\t\r]|^-\D/.test(field))).toEqual([])
    }
    expect(keys).toContain(",'+SUM(A1),")
    expect(entries).toContain(",'=cmd|calc,")
    expect(entries).toContain('"\'@note, ""quoted"""')
  })

  it.each(['csv', 'ndjson'] as const)('goes on as %s where it was cut, to the byte', async (format) => {
    const whole = await take('entries', `format=${format}`)
    const bytes = new TextEncoder().encode(whole)
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.61))
    const reader = new RecordReader(format, { hasHead: true })
    const { complete } = reader.push(cut)
    reader.drop()
    const rest = await take('entries', `format=${format}&after=${reader.cursor}`)
    expect(new TextDecoder().decode(complete) + rest === whole).toBe(true)
    reader.push(new TextEncoder().encode(rest))
    expect([reader.rows, reader.isWhole]).toEqual([COUNT + 1, true])
  })

  it('tells how many rows are to come, and is in the trail with what was asked for and how it ended', async () => {
    const before = (await trailOf('staff.export')).length
    const { headers, body } = await open('keys', 'format=ndjson&q=sum&state=all')
    expect(headers.join()).toContain('X-Total-Rows,1,X-Total-Rows-Kind,exact')
    expect((await trailOf('staff.export')).slice(before)).toMatchObject([
      { kind: 'keys', format: 'ndjson', filter: { q: 'sum', state: 'all' }, after: null },
    ])
    expect(await new Response(body).text()).toContain('"name":"+SUM(A1)"')
    expect((await trailOf('staff.export_end')).at(-1)).toMatchObject({ outcome: 'complete', rows: 1 })
  })

  it('ends with who takes it: what they took is recorded and its place is free again', async () => {
    for (let round = 0; round < 6; round++) {
      const { body } = await open('entries', '')
      const reader = body.getReader()
      await reader.read()
      await reader.cancel()
      expect((await trailOf('staff.export_end')).at(-1)).toMatchObject({ outcome: 'cancelled' })
    }
  })

  it('is refused rather than wider than meant, where its address cannot be read', async () => {
    for (const [kind, query] of [
      ['keys', 'acces=open'],
      ['keys', 'access=opened'],
      ['keys', 'wider4=99'],
      ['keys', 'format=xml'],
      ['keys', "after='; DROP TABLE api_key"],
      ['keys', 'q=a&q=b'],
      ['findings', 'rule=toString'],
      ['secrets', ''],
    ] as const) {
      const opened = await openExport(auditor, kind, new URLSearchParams(query))
      expect(opened).toMatchObject({ ok: false, error: 'invalid' })
    }
  })
})
