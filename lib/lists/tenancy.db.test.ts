import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import { giveLists, makeList } from './fixtures.ts'
import { previewList } from './preview-list.ts'
import * as queries from './queries.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
let list: { id: string; name: string }
let keys: Record<'ours' | 'theirs', string>

beforeAll(async () => {
  database = await testDatabase()
  ours = await makeTeam()
  theirs = await makeTeam()
  list = await makeList(ours.owner, 'Office', '203.0.113.7')
  keys = {
    ours: (await makeKey(ours.owner, '203.0.113.7')).id,
    theirs: (await makeKey(theirs.owner, '203.0.113.7')).id,
  }
  await giveLists(ours.owner, keys.ours, [list.id])
})
afterAll(() => database.close())

const missingId = '0192b7c0-0000-7000-8000-000000000000'
const notFound = { ok: false, error: 'not_found', message: 'This list does not exist.' }
const confirmed = [] as const

/** Each command and query, called by the owner of another workspace: what it may answer for our list and for no list. */
const attempts: Record<string, { run: (listId: string) => Promise<unknown>; answer: unknown }> = {
  updateList: {
    run: (listId) => commands.updateList(theirs.owner, { listId, change: { name: 'Theirs' }, confirmed }),
    answer: notFound,
  },
  deleteList: { run: (listId) => commands.deleteList(theirs.owner, { listId }), answer: notFound },
  addListEntry: {
    run: (listId) => {
      const entry = {
        network: { family: 4, first: 0n, prefixBits: 0 },
        note: null,
        enabled: true,
        expiresAt: null,
      } as const
      return commands.addListEntry(theirs.owner, { listId, entry, confirmed })
    },
    answer: notFound,
  },
  changeListEntry: {
    run: (listId) =>
      commands.changeListEntry(theirs.owner, { listId, entryId: missingId, change: { enabled: false }, confirmed }),
    answer: notFound,
  },
  removeListEntry: {
    run: (listId) => commands.removeListEntry(theirs.owner, { listId, entryId: missingId, confirmed }),
    answer: notFound,
  },
  setKeyLists: {
    run: (listId) => commands.setKeyLists(theirs.owner, { keyId: keys.theirs, listIds: [listId], confirmed }),
    answer: {
      ok: false,
      error: 'list_not_found',
      message: 'One of these lists does not exist any more. Reload to see those that do.',
    },
  },
  previewList: { run: (listId) => previewList(theirs.owner, { listId, entries: [] }), answer: notFound },
  getList: { run: (listId) => queries.getList(theirs.workspaceId, listId), answer: null },
  keysOfList: {
    run: async (listId) => (await queries.keysOfList(theirs.workspaceId, listId)).keys,
    answer: [],
  },
}

describe('a named list of another workspace', () => {
  it.each(Object.keys(attempts))('looks like one that does not exist: %s', async (name) => {
    const before = await queries.getList(ours.workspaceId, list.id)
    expect(await attempts[name]?.run(list.id)).toEqual(attempts[name]?.answer)
    expect(await attempts[name]?.run(missingId)).toEqual(attempts[name]?.answer)
    expect({ ...(await queries.getList(ours.workspaceId, list.id)), now: null }).toEqual({ ...before, now: null })
  })

  it('is in none of their lists', async () => {
    expect((await queries.listLists(theirs.workspaceId)).lists).toEqual([])
  })

  it('cannot be given to our key by them', async () => {
    const wish = { keyId: keys.ours, listIds: [], confirmed }
    expect(await commands.setKeyLists(theirs.owner, wish)).toMatchObject({ error: 'not_found' })
  })

  it('has a ceiling that theirs knows nothing of', async () => {
    await commands.updateCeiling(ours.owner, { change: { mode: 'report' }, confirmed })
    expect(await queries.ceilingOf(theirs.workspaceId)).toMatchObject({ id: null, mode: 'off' })
  })
})
