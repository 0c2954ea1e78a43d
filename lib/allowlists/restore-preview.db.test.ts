import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '#lib/db'
import { updateKey } from '#lib/keys/commands'
import { edit, makeKey, makeTeam, programOf, type Team } from '#lib/keys/fixtures'
import { addEntry } from '#lib/keys/single-entries'
import { createList } from '#lib/lists/create-list'
import { deleteList } from '#lib/lists/delete-list'
import { setKeyLists } from '#lib/lists/set-key-lists'
import { noteCall } from '#lib/traffic/fixtures'
import { testDatabase } from '#test/database'
import { readAllowedIps } from './allowed-ips.ts'
import type { SubjectPlace } from './find-subject.ts'
import { previewRestore } from './restore-preview.ts'
import type { RestoreScope } from './restore-scope.ts'
import { comparedVersions, shownVersion } from './version-pages.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

function networksOf(text: string) {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  return read.entries.map(({ network }) => network)
}

const confirmed = networksOf('0.0.0.0/0\n::/0')

async function listNamed(name: string): Promise<string> {
  const made = await transaction((tx) => createList(tx, team.owner, { name, description: null, entries: [] }))
  if (!made.ok) throw new Error(made.message)
  return made.value.id
}

const use = (keyId: string, listIds: string[]) =>
  transaction((tx) => setKeyLists(tx, team.owner, { keyId, listIds, confirmed }))

async function preview(place: SubjectPlace, number: number, scope: RestoreScope = 'list') {
  const result = await previewRestore({ place, number, scope, ownAddress: null })
  if (!result.ok) throw new Error(result.message)
  return result.value
}

it('what restoring would do is shown without doing it', async () => {
  const key = await makeKey(team.owner, '10.0.0.0/8 # wide')
  const place = { workspaceId: team.workspaceId, owner: 'key', id: key.id } as const
  const entry = { ...entryOf('192.0.2.0/24'), enabled: true, expiresAt: new Date('2024-01-01T00:00:00Z') }
  await transaction((tx) => addEntry(tx, programOf(team), { keyId: key.id, confirmed, entry }))
  await updateKey(team.owner, { ...edit(key, { allowedIps: '', version: 2 }), confirmed })
  const shown = await preview(place, 2)
  expect(shown).toMatchObject({
    ...{ number: 2, version: 3, expired: 1, admitsNobody: false, listsThen: null, unsure: [] },
    mode: { was: 'enforce', is: 'open' },
    diff: { accessMode: null, added: { total: 2 }, removed: { total: 0 }, gained: { count: '16,777,216 addresses' } },
    effect: { callers: 0 },
  })
  expect((await preview(place, 2, 'list_and_mode')).diff.accessMode).toEqual({ before: 'open', after: 'enforce' })
  // Nothing was done by looking.
  expect(await preview(place, 2)).toEqual({ ...shown, now: expect.any(Date), effect: expect.anything() })
})

function entryOf(text: string) {
  const [network] = networksOf(text)
  if (network === undefined) throw new Error(text)
  return { network, note: null }
}

it('who called just before is among those whom it would concern', async () => {
  const key = await makeKey(team.owner, '198.51.100.7')
  const place = { workspaceId: team.workspaceId, owner: 'key', id: key.id } as const
  await updateKey(team.owner, { ...edit(key, { allowedIps: '198.51.100.7\n198.51.100.8', version: 1 }), confirmed })
  noteCall({ keyId: key.id, workspaceId: team.workspaceId }, '198.51.100.8')
  expect((await preview(place, 1)).effect?.refused).toMatchObject({ total: 1, shown: [{ address: '198.51.100.8' }] })
})

it('a version that would admit nobody says so before it is restored', async () => {
  const key = await makeKey(team.owner, '')
  const place = { workspaceId: team.workspaceId, owner: 'key', id: key.id } as const
  await updateKey(team.owner, { ...edit(key, { allowedIps: '10.0.0.0/8', version: 1 }), confirmed })
  expect((await preview(place, 1)).admitsNobody).toBe(true)
  expect((await preview(place, 1, 'list_and_mode')).admitsNobody).toBe(false)
})

it('named lists that a version used are told, also those that are gone', async () => {
  const key = await makeKey(team.owner, '10.0.0.0/8')
  const place = { workspaceId: team.workspaceId, owner: 'key', id: key.id } as const
  const [kept, unused, gone] = [await listNamed('Kept'), await listNamed('Unused'), await listNamed('Gone')]
  await use(key.id, [kept, unused, gone])
  await use(key.id, [kept])
  await transaction((tx) => deleteList(tx, team.owner, { listId: gone }))
  expect((await preview(place, 1)).listsThen).toBeNull()
  expect((await preview(place, 2)).listsThen?.map(({ name, standing }) => [name, standing])).toEqual([
    ['Gone', 'gone'],
    ['Kept', 'used'],
    ['Unused', 'unused'],
  ])
  const compared = await comparedVersions(place, { a: 2, b: 3 })
  expect(compared?.diff.lists?.removed.map(({ name }) => name).sort()).toEqual(['Gone', 'Unused'])
  expect((await shownVersion(place, 2))?.lists).toHaveLength(3)
})

it('nothing of another workspace is shown', async () => {
  const key = await makeKey(team.owner, '10.0.0.0/8')
  const { workspaceId } = await makeTeam()
  const place = { workspaceId, owner: 'key', id: key.id } as const
  expect(await shownVersion(place, 1)).toBeNull()
  expect(await comparedVersions(place, { a: 1, b: 1 })).toBeNull()
  await expect(preview(place, 1)).rejects.toThrow('does not exist')
  const asList = { workspaceId: team.workspaceId, owner: 'list', id: key.id } as const
  expect(await shownVersion(asList, 1)).toBeNull()
})
