import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { makeStaff } from '#lib/staff-tokens/fixtures'
import { testDatabase } from '#test/database'
import { changeView, deleteView, saveView } from './change-views.ts'
import { changeViewSchema, saveViewSchema } from './saved-view-schema.ts'
import { listSavedViews } from './saved-views.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ada: StaffActor
let ben: StaffActor

beforeAll(async () => {
  database = await testDatabase()
  ada = await makeStaff('staff')
  ben = await makeStaff('auditor')
})

afterAll(async () => {
  await database.close()
})

async function save(
  actor: StaffActor,
  name: string,
  shared = false,
  query: Record<string, string> = { access: 'open' },
) {
  const saved = await saveView(actor, saveViewSchema.parse({ name, shared, query }))
  if (!saved.ok) throw new Error(saved.message)
  return saved.value.id
}

const change = (actor: StaffActor, input: unknown) => changeView(actor, changeViewSchema.parse(input))
const namesOf = async ({ userId }: StaffActor) => (await listSavedViews(userId)).map(({ name }) => name)

describe('a saved view', () => {
  it('is its maker’s alone until it is shared, and nobody else changes it', async () => {
    const viewId = await save(ada, 'Open keys')
    expect([await namesOf(ada), await namesOf(ben)]).toEqual([['Open keys'], []])
    expect(await change(ada, { viewId, shared: true })).toMatchObject({ ok: true })
    expect(await listSavedViews(ben.userId)).toMatchObject([{ name: 'Open keys', isOwn: false, owner: ada.label }])
    expect(await change(ben, { viewId, name: 'Mine' })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await deleteView(ben, { viewId })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await change(ben, { viewId, isDefault: true })).toMatchObject({ ok: false, error: 'not_found' })
  })

  it('is shared by those who act, not by auditors', async () => {
    const shared = saveViewSchema.parse({ name: 'For all', shared: true, query: {} })
    expect(await saveView(ben, shared)).toMatchObject({ ok: false, error: 'reads_only' })
    const viewId = await save(ben, 'For me')
    expect(await change(ben, { viewId, shared: true })).toMatchObject({ ok: false, error: 'reads_only' })
    await prisma().user.update({ where: { id: ada.userId }, data: { staffRole: null } })
    expect(await namesOf(ben)).toEqual(['For me'])
    await prisma().user.update({ where: { id: ada.userId }, data: { staffRole: 'staff' } })
  })

  it('has a name of its own, and at most one is begun with', async () => {
    const one = await save(ada, 'Idle', false, { unused: '90', sort: 'last_used' })
    const again = saveViewSchema.parse({ name: 'IDLE', shared: false, query: {} })
    expect(await saveView(ada, again)).toMatchObject({ ok: false, error: 'name_taken' })
    const other = await save(ada, 'Wide')
    for (const viewId of [one, other])
      expect(await change(ada, { viewId, isDefault: true })).toMatchObject({ ok: true })
    const views = await listSavedViews(ada.userId)
    expect(views.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['Wide'])
  })

  it('never breaks a page: what a version does not know is left out, when it is saved and when it is read', async () => {
    const viewId = await save(ada, 'Odd', false, {
      access: 'open',
      digest: 'x',
      unused: 'long',
      after: 'x',
      sort: '-name',
    })
    const kept = await prisma().staffView.findUnique({ where: { id: viewId }, select: { query: true } })
    expect(kept?.query).toEqual({ access: 'open', sort: '-name' })
    for (const query of [{ access: 'none', state: ['all'], unused: 90 }, [], 'text', 7]) {
      await prisma().staffView.update({ where: { id: viewId }, data: { query }, select: { id: true } })
      expect((await listSavedViews(ada.userId)).find(({ id }) => id === viewId)?.query).toEqual(
        Array.isArray(query) || typeof query !== 'object' ? {} : { unused: '90' },
      )
    }
  })

  it('leaves an audit event of every change', async () => {
    const viewId = await save(ben, 'Audited')
    await change(ben, { viewId, name: 'Renamed' })
    await deleteView(ben, { viewId })
    const events = await prisma().auditEvent.findMany({
      where: { actorId: ben.userId },
      orderBy: { id: 'desc' },
      take: 3,
      select: { action: true, before: true, after: true },
    })
    expect(events.toReversed()).toMatchObject([
      { action: 'staff.view_save', before: null, after: { name: 'Audited', query: { access: 'open' } } },
      { action: 'staff.view_change', before: { name: 'Audited' }, after: { name: 'Renamed' } },
      { action: 'staff.view_delete', before: { view: viewId }, after: null },
    ])
  })
})
