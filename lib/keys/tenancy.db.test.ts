import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import type { CreatedKey } from './create-key.ts'
import { edit, makeKey, makeTeam, type Team } from './fixtures.ts'
import { noFilters } from './list-filters.ts'
import * as queries from './queries.ts'
import { createKeySchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
let key: CreatedKey

beforeAll(async () => {
  database = await testDatabase()
  ours = await makeTeam()
  theirs = await makeTeam()
  key = await makeKey(ours.owner, '203.0.113.7')
  await prisma().keyUsage.create({ data: { keyId: key.id, lastUsedAt: new Date() } })
})

afterAll(async () => {
  await database.close()
})

const notFound = { ok: false, error: 'not_found', message: 'This key does not exist.' }
const missingId = '0192b7c0-0000-7000-8000-000000000000'

/** Each command and query, called by the owner of another workspace: what it may answer for our key and for no key. */
const attempts: Record<string, { run: (keyId: string) => Promise<unknown>; answer: unknown }> = {
  updateKey: {
    run: (id) => commands.updateKey(theirs.owner, edit({ ...key, id }, { name: 'Theirs' })),
    answer: notFound,
  },
  pauseKey: { run: (keyId) => commands.pauseKey(theirs.owner, { keyId }), answer: notFound },
  resumeKey: { run: (keyId) => commands.resumeKey(theirs.owner, { keyId }), answer: notFound },
  revokeKey: { run: (keyId) => commands.revokeKey(theirs.owner, { keyId, confirmName: key.name }), answer: notFound },
  rotateKeyNow: {
    run: (keyId) => commands.rotateKeyNow(theirs.owner, { keyId, graceSeconds: 3600 }),
    answer: notFound,
  },
  getKey: { run: (keyId) => queries.getKey(theirs.workspaceId, keyId), answer: null },
  keyHistory: { run: (keyId) => queries.keyHistory(theirs.workspaceId, keyId), answer: { events: [], next: null } },
  listKeys: { run: async () => (await queries.listKeys(theirs.workspaceId, noFilters)).keys, answer: [] },
  // Takes no id: what it makes belongs to its actor's workspace, tested below.
  createKey: { run: async () => null, answer: null },
}

describe('another workspace', () => {
  it('is tried against every command and query there is', () => {
    const exported = [...Object.keys(commands), ...Object.keys(queries)]
    expect(Object.keys(attempts).sort()).toEqual(exported.sort())
  })

  it.each(Object.keys(attempts))('gets nothing from %s, and cannot tell our key from none', async (name) => {
    const before = await queries.getKey(ours.workspaceId, key.id)
    expect(await attempts[name]?.run(key.id)).toEqual(attempts[name]?.answer)
    expect(await attempts[name]?.run(missingId)).toEqual(attempts[name]?.answer)
    expect({ ...(await queries.getKey(ours.workspaceId, key.id)), now: null }).toEqual({ ...before, now: null })
    expect((await queries.keyHistory(ours.workspaceId, key.id)).events).toHaveLength(1)
  })

  it('does not find our key by searching for anything of it', async () => {
    for (const q of [key.name, key.secret.slice(-4), '203.0.113.7', '%']) {
      expect(await queries.listKeys(theirs.workspaceId, { ...noFilters, q })).toMatchObject({
        total: 0,
        keys: [],
        anyKeys: false,
      })
    }
  })

  it('makes its keys for itself', async () => {
    const input = createKeySchema.parse({ name: 'New', allowedIps: '', openToAny: true, expiresAt: null })
    const made = await commands.createKey(theirs.owner, { ...input, ...{ workspaceId: ours.workspaceId } })
    if (!made.ok) throw new Error(made.message)
    expect(await queries.getKey(ours.workspaceId, made.value.id)).toBeNull()
    expect(await queries.getKey(theirs.workspaceId, made.value.id)).toMatchObject({ name: 'New' })
  })
})
