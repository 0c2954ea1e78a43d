import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { changeKey } from '#lib/keys/change-key'
import { updateKey } from '#lib/keys/commands'
import { edit, makeKey, makeTeam, programOf, type Team } from '#lib/keys/fixtures'
import { getKey } from '#lib/keys/queries'
import { noteCall } from '#lib/traffic/fixtures'
import { flushTraffic } from '#lib/traffic/record-call'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import { ANYBODY, called, giveLists, makeList, writeListText } from './fixtures.ts'
import { ceilingOf, getList, keysOfList, listLists } from './queries.ts'
import { createListSchema, saveListSchema } from './schema.ts'
import { setKeyLists } from './set-key-lists.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  team = await makeTeam()
})
afterAll(async () => {
  await flushTraffic()
  await database.close()
})

const networksOf = (...texts: string[]) => texts.flatMap((text) => parseCanonicalNetwork(text) ?? [])
const entriesOf = (text: string) => createListSchema.parse({ name: 'any', description: '', entries: text }).entries
const listsOf = async (keyId: string) => (await getKey(team.workspaceId, keyId))?.lists
const textOf = async (listId: string) => (await getList(team.workspaceId, listId))?.text
const events = (keyId: string) =>
  prisma().auditEvent.findMany({ where: { keyId }, orderBy: { id: 'asc' }, select: { action: true, after: true } })

describe('a named list', () => {
  it('is made with its entries and an event that holds them', async () => {
    const { id } = await makeList(team.admin, ' Office ', '198.51.100.0/26 # Floors\n2001:db8::/48')
    expect(await getList(team.workspaceId, id)).toMatchObject({
      name: 'Office',
      description: null,
      version: 1,
      text: '198.51.100.0/26 # Floors\n2001:db8::/48',
      entryCount: 2,
      keyCount: 0,
      createdBy: team.admin.label,
    })
    const [event] = await events(id)
    expect(event).toMatchObject({ action: 'list.create', after: { name: 'Office', list: { entries: 2 } } })
  })

  it('has a name that no other of the workspace has, whatever the case', async () => {
    const other = await makeList(team.owner, 'Office')
    const taken = await commands.createList(team.owner, { name: 'OFFICE', description: null, entries: [] })
    expect(taken).toMatchObject({ ok: false, error: 'name_taken' })
    const egress = await makeList(team.owner, 'Egress')
    const rename = (listId: string, name: string) =>
      commands.updateList(team.owner, { listId, change: { name }, confirmed: [] })
    expect(await rename(egress.id, 'office')).toMatchObject({ ok: false, error: 'name_taken' })
    // Its own name in another case is no other's.
    expect(await rename(other.id, 'OFFICE')).toMatchObject({ ok: true, value: { name: 'OFFICE', version: 2 } })
    expect((await makeList((await makeTeam()).owner, 'Office')).name).toBe('Office')
  })

  it('of one name is made once when many make it at once', async () => {
    const make = () => commands.createList(team.owner, { name: 'Office', description: null, entries: [] })
    const made = await Promise.all([make(), make(), make(), make()])
    expect(made.filter((one) => one.ok)).toHaveLength(1)
    expect((await listLists(team.workspaceId)).lists).toHaveLength(1)
  })

  it('is made, changed and deleted by owners and admins only', async () => {
    const { id } = await makeList(team.admin, 'Office', '198.51.100.7')
    const { member } = team
    const attempts = [
      commands.createList(member, { name: 'Mine', description: null, entries: [] }),
      commands.updateList(member, { listId: id, change: { name: 'Mine' }, confirmed: [] }),
      commands.deleteList(member, { listId: id }),
      commands.addListEntry(member, {
        ...{ listId: id, confirmed: [] },
        entry: { network: ANYBODY[0] as never, note: null, enabled: true, expiresAt: null },
      }),
      commands.updateCeiling(member, { change: { mode: 'report' }, confirmed: [] }),
    ]
    for (const answer of await Promise.all(attempts)) expect(answer).toMatchObject({ ok: false, error: 'forbidden' })
    expect(await getList(team.workspaceId, id)).toMatchObject({ name: 'Office', version: 1 })
  })

  it('keeps entries that stay as they are: their row, switch and expiry', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.0/26\n203.0.113.7')
    await prisma().allowlistEntry.updateMany({ where: { listId: id, position: 0 }, data: { enabled: false } })
    const before = await getList(team.workspaceId, id)
    await writeListText(team.owner, id, '203.0.113.8\n198.51.100.0/26 # Floors')
    const after = await getList(team.workspaceId, id)
    expect(after).toMatchObject({ version: 2, text: '203.0.113.8\n198.51.100.0/26 # Floors', entryCount: 1 })
    expect(after?.entries[1]).toMatchObject({ id: before?.entries[0]?.id, enabled: false, note: 'Floors' })
    expect((await events(id)).map(({ action }) => action)).toEqual(['list.create', 'list.entries'])
  })

  it('is saved once of two editors; the other is told what stands, and nothing of theirs is lost or kept', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const save = (actor: typeof team.owner, name: string, entries: string) => {
      const fields = { listId: id, version: 1, name, description: '', entries }
      const { listId, version, confirmed, ...change } = saveListSchema.parse(fields)
      return commands.updateList(actor, { listId, version, change, confirmed })
    }
    expect(await save(team.admin, 'Office', '198.51.100.7\n198.51.100.8')).toMatchObject({ ok: true })
    const late = await save(team.owner, 'Main office', '198.51.100.9')
    expect(late).toMatchObject({
      ok: false,
      error: 'conflict',
      current: { version: 2, name: 'Office', text: '198.51.100.7\n198.51.100.8', savedBy: team.admin.label },
    })
    // The same save sent twice succeeds twice.
    expect(await save(team.admin, 'Office', '198.51.100.7\n198.51.100.8')).toMatchObject({
      ok: true,
      value: { version: 2 },
    })
  })

  it('is not deleted while keys use it, and the refusal names them', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const keys = [await makeKey(team.owner, '203.0.113.7', 'Shop'), await makeKey(team.owner, '203.0.113.7', 'Blog')]
    for (const key of keys) await giveLists(team.owner, key.id, [id])
    const refused = await commands.deleteList(team.owner, { listId: id })
    expect(refused).toMatchObject({ ok: false, error: 'list_in_use', total: 2, keys: ['Blog', 'Shop'] })
    expect(refused).toMatchObject({ message: '2 keys use this list: Blog, Shop. Take the list off them first.' })
    for (const key of keys) await giveLists(team.owner, key.id, [])
    expect(await commands.deleteList(team.owner, { listId: id })).toEqual({ ok: true, value: null })
    expect(await getList(team.workspaceId, id)).toBeNull()
    expect((await events(id)).at(-1)?.action).toBe('list.delete')
  })

  it('is deleted though a revoked key used it', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const key = await makeKey(team.owner, '203.0.113.7')
    await giveLists(team.owner, key.id, [id])
    await prisma().apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date(Date.now() - 1000) } })
    expect(await getList(team.workspaceId, id)).toMatchObject({ keyCount: 0 })
    expect((await keysOfList(team.workspaceId, id)).total).toBe(0)
    expect(await commands.deleteList(team.owner, { listId: id })).toMatchObject({ ok: true })
  })
})

describe('single entries of a named list', () => {
  it('are added, changed and removed, each with an event', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const place = { listId: id, confirmed: [] }
    const [network] = networksOf('203.0.113.0/24')
    if (network === undefined) throw new Error('no network')
    const entry = { network, note: 'Egress', enabled: true, expiresAt: null }
    const added = await commands.addListEntry(team.admin, { ...place, entry })
    if (!added.ok) throw new Error(added.message)
    expect(await commands.addListEntry(team.admin, { ...place, entry })).toMatchObject({
      ...{ ok: false, error: 'entry_exists', entryId: added.value.entryId },
    })
    const entryPlace = { ...place, entryId: added.value.entryId }
    expect(await commands.changeListEntry(team.admin, { ...entryPlace, change: { enabled: false } })).toMatchObject({
      ok: true,
    })
    expect(await getList(team.workspaceId, id)).toMatchObject({ version: 3, entryCount: 1 })
    expect(await commands.removeListEntry(team.admin, entryPlace)).toMatchObject({ ok: true })
    expect(await textOf(id)).toBe('198.51.100.7')
    expect(await commands.removeListEntry(team.admin, entryPlace)).toMatchObject({ error: 'entry_not_found' })
    expect((await events(id)).map(({ action }) => action)).toEqual([
      'list.create',
      'list.entries',
      'list.entries',
      'list.entries',
    ])
  })
})

describe('the lists of a key', () => {
  it('are chosen by whoever may change the key', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const own = await makeKey(team.member, '203.0.113.7')
    const foreign = await makeKey(team.owner, '203.0.113.7')
    const wish = { listIds: [id], confirmed: [] }
    expect(await commands.setKeyLists(team.member, { ...wish, keyId: own.id })).toMatchObject({
      ok: true,
      value: { version: 2, lists: [{ id, name: 'Office' }] },
    })
    expect(await commands.setKeyLists(team.member, { ...wish, keyId: foreign.id })).toMatchObject({
      error: 'forbidden',
    })
    expect((await listsOf(own.id))?.map((list) => list.name)).toEqual(['Office'])
    expect((await events(own.id)).at(-1)).toMatchObject({
      action: 'key.lists',
      after: { lists: [{ id, name: 'Office' }] },
    })
  })

  it('do not close a key that is open', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const key = await makeKey(team.owner)
    await giveLists(team.owner, key.id, [id])
    const stored = await prisma().apiKey.findUniqueOrThrow({ where: { id: key.id }, select: { accessMode: true } })
    expect(stored.accessMode).toBe('open')
  })

  it('keep a key that enforces from opening when its own list is emptied', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const key = await makeKey(team.owner, '203.0.113.7')
    await giveLists(team.owner, key.id, [id])
    const saved = await updateKey(team.owner, edit({ ...key, version: 2 }, { allowedIps: '' }))
    expect(saved).toMatchObject({ ok: true, value: { accessMode: 'enforce', allowedIps: '' } })
  })

  it('keep it from that also when they come while the empty list waits for the key', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.7')
    const key = await makeKey(team.owner, '203.0.113.7')
    const doors = new EventEmitter()
    const isChosen = once(doors, 'chosen')
    const chosen = transaction(async (tx) => {
      await setKeyLists(tx, team.owner, { keyId: key.id, listIds: [id], confirmed: [] })
      doors.emit('chosen')
      await once(doors, 'commit')
    })
    await isChosen
    const empty = { keyId: key.id, kind: 'issued', change: { entries: [] }, confirmed: [] } as const
    const emptied = transaction((tx) => changeKey(tx, programOf(team), empty))
    await sleep(100)
    doors.emit('commit')
    await chosen
    expect(await emptied).toMatchObject({ ok: true })
    const stored = await prisma().apiKey.findUniqueOrThrow({ where: { id: key.id }, select: { accessMode: true } })
    expect(stored.accessMode).toBe('enforce')
  })

  it('are at most 20, and all of the workspace', async () => {
    const key = await makeKey(team.owner, '203.0.113.7')
    const ids: string[] = []
    for (let count = 1; count <= 21; count += 1) ids.push((await makeList(team.owner, `List ${count}`)).id)
    const wish = (listIds: string[]) => commands.setKeyLists(team.owner, { keyId: key.id, listIds, confirmed: [] })
    expect(await wish(ids)).toMatchObject({ ok: false, error: 'too_many_lists' })
    expect(await wish(ids.slice(0, 20))).toMatchObject({ ok: true })
    const theirs = await makeList((await makeTeam()).owner, 'Theirs')
    expect(await wish([theirs.id])).toMatchObject({ ok: false, error: 'list_not_found' })
    expect(await wish(['0192b7c0-0000-7000-8000-000000000000'])).toMatchObject({ error: 'list_not_found' })
    const ceiling = await commands.updateCeiling(team.owner, { change: { entries: entriesOf('::/0') }, confirmed: [] })
    expect(await wish([ceiling.ok ? ceiling.value.id : ''])).toMatchObject({ error: 'list_not_found' })
    expect(await listsOf(key.id)).toHaveLength(20)
  })

  it('are not written over by somebody who saw others', async () => {
    const [a, b] = [await makeList(team.owner, 'A'), await makeList(team.owner, 'B')]
    const key = await makeKey(team.owner, '203.0.113.7')
    const wish = { keyId: key.id, before: [], confirmed: [] }
    expect(await commands.setKeyLists(team.admin, { ...wish, listIds: [a.id] })).toMatchObject({ ok: true })
    expect(await commands.setKeyLists(team.owner, { ...wish, listIds: [b.id] })).toMatchObject({ error: 'conflict' })
    expect(await commands.setKeyLists(team.admin, { ...wish, listIds: [a.id] })).toMatchObject({ ok: true })
    expect((await listsOf(key.id))?.map((list) => list.name)).toEqual(['A'])
  })

  it('are not taken away from who calls by them, unless that is confirmed', async () => {
    const office = await makeList(team.owner, 'Office', '198.51.100.0/26')
    const branch = await makeList(team.owner, 'Branch', '198.51.100.0/24')
    const key = await makeKey(team.owner, '203.0.113.7')
    await giveLists(team.owner, key.id, [office.id])
    await called(team.workspaceId, key.id, '198.51.100.7')
    const wish = (listIds: string[], confirmed = networksOf()) =>
      commands.setKeyLists(team.owner, { keyId: key.id, listIds, confirmed })
    expect(await wish([])).toMatchObject({ error: 'lockout_risk', risk: { callers: [{ address: '198.51.100.7' }] } })
    // Another list that admits the caller takes the place of the first.
    expect(await wish([branch.id])).toMatchObject({ ok: true })
    expect(await wish([], networksOf('198.51.100.0/24'))).toMatchObject({ ok: true })
  })

  it('are not taken away from who called by them a moment ago, which no table tells yet', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.0/26')
    const key = await makeKey(team.owner, '203.0.113.7')
    await giveLists(team.owner, key.id, [id])
    noteCall({ keyId: key.id, workspaceId: team.workspaceId }, '198.51.100.7')
    const wish = { keyId: key.id, listIds: [], confirmed: [] }
    expect(await commands.setKeyLists(team.owner, wish)).toMatchObject({
      error: 'lockout_risk',
      risk: { callers: [{ address: '198.51.100.7' }] },
    })
  })
})

describe('a change of a named list', () => {
  it('looks at who calls any of the keys that use it, and names key and caller', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.0/26')
    const [shop, blog] = [
      await makeKey(team.owner, '203.0.113.7', 'Shop'),
      await makeKey(team.owner, '203.0.113.7', 'Blog'),
    ]
    for (const key of [shop, blog]) await giveLists(team.owner, key.id, [id])
    await called(team.workspaceId, shop.id, '198.51.100.7')
    await called(team.workspaceId, blog.id, '198.51.100.8')
    await called(team.workspaceId, blog.id, '203.0.113.7')
    const change = { entries: entriesOf('198.51.100.8') }
    const answer = await commands.updateList(team.owner, { listId: id, change, confirmed: [] })
    expect(answer).toMatchObject({
      ok: false,
      error: 'lockout_risk',
      risk: { callers: [{ keyName: 'Shop', address: '198.51.100.7' }] },
    })
    expect(await textOf(id)).toBe('198.51.100.0/26')
    const confirmed = networksOf('198.51.100.7/32')
    expect(await commands.updateList(team.owner, { listId: id, change, confirmed })).toMatchObject({ ok: true })
  })

  it('looks at keys that were called for the first time a moment ago, which no table tells yet', async () => {
    const { id } = await makeList(team.owner, 'Office', '198.51.100.0/26')
    const [shop, other] = [await makeKey(team.owner, '203.0.113.7', 'Shop'), await makeKey(team.owner, '203.0.113.7')]
    await giveLists(team.owner, shop.id, [id])
    noteCall({ keyId: shop.id, workspaceId: team.workspaceId }, '198.51.100.7')
    noteCall({ keyId: other.id, workspaceId: team.workspaceId }, '198.51.100.9')
    const change = { entries: entriesOf('198.51.100.8') }
    expect(await commands.updateList(team.owner, { listId: id, change, confirmed: [] })).toMatchObject({
      error: 'lockout_risk',
      risk: { callers: [{ keyName: 'Shop', address: '198.51.100.7' }] },
    })
  })
})

describe('the ceiling', () => {
  it('is off and empty until it is set up, and there is one', async () => {
    expect(await ceilingOf(team.workspaceId)).toMatchObject({ id: null, mode: 'off', text: '', version: 1 })
    const set = (text: string, version: number) =>
      commands.updateCeiling(team.owner, { version, change: { entries: entriesOf(text) }, confirmed: [] })
    expect(await set('203.0.113.0/24', 1)).toMatchObject({ ok: true, value: { version: 2 } })
    expect(await set('203.0.113.0/24\n2001:db8::/32', 2)).toMatchObject({ ok: true, value: { version: 3 } })
    expect(await ceilingOf(team.workspaceId)).toMatchObject({ mode: 'off', entryCount: 2, version: 3 })
    expect(await prisma().networkList.count({ where: { workspaceId: team.workspaceId } })).toBe(1)
    expect((await listLists(team.workspaceId)).lists).toEqual([])
  })

  it('is not enforced while nothing is in it, nor emptied while it is enforced', async () => {
    const change = (what: Parameters<typeof commands.updateCeiling>[1]['change']) =>
      commands.updateCeiling(team.owner, { change: what, confirmed: [] })
    expect(await change({ mode: 'enforce' })).toMatchObject({ ok: false, error: 'empty_ceiling' })
    expect(await change({ entries: entriesOf('203.0.113.0/24') })).toMatchObject({ ok: true })
    expect(await change({ mode: 'enforce' })).toMatchObject({ ok: true })
    expect(await change({ entries: [] })).toMatchObject({ ok: false, error: 'empty_ceiling' })
    expect(await change({ mode: 'off' })).toMatchObject({ ok: true })
    expect(await change({ entries: [] })).toMatchObject({ ok: true })
    const { id } = await prisma().networkList.findFirstOrThrow({ where: { workspaceId: team.workspaceId } })
    expect((await events(id)).map(({ action }) => action)).toEqual([
      ...['ceiling.entries', 'ceiling.mode', 'ceiling.mode', 'ceiling.entries'],
    ])
  })

  it('is not enforced over who calls from outside, open keys too, unless that is confirmed', async () => {
    const key = await makeKey(team.owner, '', 'Open')
    await called(team.workspaceId, key.id, '198.51.100.7')
    await commands.updateCeiling(team.owner, { change: { entries: entriesOf('203.0.113.0/24') }, confirmed: [] })
    const enforce = (confirmed = networksOf()) =>
      commands.updateCeiling(team.owner, { change: { mode: 'enforce' }, confirmed })
    expect(await enforce()).toMatchObject({
      error: 'lockout_risk',
      risk: { callers: [{ keyName: 'Open', address: '198.51.100.7' }] },
    })
    expect(await ceilingOf(team.workspaceId)).toMatchObject({ mode: 'off' })
    expect(await enforce(networksOf('198.51.100.7/32'))).toMatchObject({ ok: true })
    expect(await ceilingOf(team.workspaceId)).toMatchObject({ mode: 'enforce' })
  })

  it('tells the second of two editors what stands', async () => {
    const set = (text: string) =>
      commands.updateCeiling(team.owner, { version: 1, change: { entries: entriesOf(text) }, confirmed: [] })
    expect(await set('203.0.113.0/24')).toMatchObject({ ok: true })
    expect(await set('203.0.113.0/24')).toMatchObject({ ok: true, value: { version: 2 } })
    expect(await set('192.0.2.0/24')).toMatchObject({
      error: 'conflict',
      current: { version: 2, text: '203.0.113.0/24' },
    })
  })
})
