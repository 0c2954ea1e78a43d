import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#lib/db'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import type { CreatedToken } from './create-token.ts'
import { makeToken } from './fixtures.ts'
import * as queries from './queries.ts'
import { createTokenSchema, updateTokenSchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
let token: CreatedToken

beforeAll(async () => {
  database = await testDatabase()
  ours = await makeTeam()
  theirs = await makeTeam()
  token = await makeToken(ours.owner, { allowedIps: '203.0.113.7' })
})
afterAll(() => database.close())

const notFound = { ok: false, error: 'not_found', message: 'This token does not exist.' }
const missingId = '0192b7c0-0000-7000-8000-000000000000'
const change = (tokenId: string) =>
  updateTokenSchema.parse({ tokenId, name: 'Theirs', allowedIps: '', listBefore: '203.0.113.7', openToAny: true })

/** Each command and query, called for another workspace: what it may answer for our token and for no token. */
const attempts: Record<string, { run: (tokenId: string) => Promise<unknown>; answer: unknown }> = {
  updateManagementToken: {
    run: (tokenId) => commands.updateManagementToken(theirs.owner, change(tokenId)),
    answer: notFound,
  },
  revokeManagementToken: {
    run: (tokenId) => commands.revokeManagementToken(theirs.owner, { tokenId }),
    answer: notFound,
  },
  revokeTokenIn: {
    run: (tokenId) =>
      transaction((tx) =>
        commands.revokeTokenIn(tx, { workspaceId: theirs.workspaceId, actor: theirs.owner }, tokenId),
      ),
    answer: notFound,
  },
  getManagementToken: { run: (id) => queries.getManagementToken(theirs.workspaceId, id), answer: null },
  listManagementTokens: {
    run: async () => (await queries.listManagementTokens(theirs.workspaceId)).tokens,
    answer: [],
  },
  // These take no id: what they make belongs to their maker's workspace, tested below.
  createManagementToken: { run: async () => null, answer: null },
  createTokenIn: { run: async () => null, answer: null },
}

describe('another workspace', () => {
  it('is tried against every command and query there is', () => {
    const exported = [...Object.keys(commands), ...Object.keys(queries)]
    expect(Object.keys(attempts).sort()).toEqual(exported.sort())
  })

  it.each(Object.keys(attempts))('gets nothing from %s, and cannot tell our token from none', async (name) => {
    const before = await queries.getManagementToken(ours.workspaceId, token.id)
    expect(await attempts[name]?.run(token.id)).toEqual(attempts[name]?.answer)
    expect(await attempts[name]?.run(missingId)).toEqual(attempts[name]?.answer)
    expect(await queries.getManagementToken(ours.workspaceId, token.id)).toEqual({ ...before, now: expect.any(Date) })
  })

  it('makes its tokens for itself', async () => {
    const form = { name: 'New', role: 'read', allowedIps: '', openToAny: true, expiresAt: null }
    const input = { ...createTokenSchema.parse(form), workspaceId: ours.workspaceId }
    const made = await commands.createManagementToken(theirs.owner, input)
    if (!made.ok) throw new Error(made.message)
    expect(await queries.getManagementToken(ours.workspaceId, made.value.id)).toBeNull()
    expect(await queries.getManagementToken(theirs.workspaceId, made.value.id)).toMatchObject({ name: 'New' })
  })
})
