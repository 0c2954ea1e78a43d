import { hash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { insertKeys } from './insert-keys.ts'
import type { KeySpec } from './key-spec.ts'

let database: TestDatabase
let workspaceId: string

beforeAll(async () => {
  database = await testDatabase()
  const made = await prisma().workspace.create({ data: { name: 'w' }, select: { id: true } })
  workspaceId = made.id
})
afterAll(() => database.close())

function specOf(text: string): KeySpec {
  const digestHex = hash('sha256', text, 'hex')
  return {
    ...{
      kind: 'imported',
      name: text,
      actorId: 'a',
      scopes: [],
      metadata: null,
      visibility: 'secret',
      rateLimit: null,
    },
    ...{ displayPrefix: '', lastFour: '', digestHex, possessionHex: digestHex, accessMode: 'open', entries: [] },
    ...{ expiresAt: null, createdById: null, createdBy: 'token ci', replacesId: null, requestId: null },
  }
}

it('those who make the same keys in another order wait for each other, and never forever', async () => {
  for (let round = 0; round < 3; round += 1) {
    const specs = Array.from({ length: 2000 }, (_, n) => specOf(`${round} ${n}`))
    const orders = [specs, specs.toReversed(), specs, specs.toReversed()]
    const made = await Promise.all(orders.map((order) => transaction((tx) => insertKeys(tx, workspaceId, order))))
    expect(made.map((keys) => keys.length).sort()).toEqual([0, 0, 0, 2000])
  }
})

it('tells which of the keys were made, in their order, and the first of two that are the same', async () => {
  const before = await transaction((tx) => insertKeys(tx, workspaceId, [specOf('b')]))
  expect(before).toHaveLength(1)
  const made = await transaction((tx) => insertKeys(tx, workspaceId, ['d', 'b', 'a', 'd', 'c', 'a'].map(specOf)))
  expect(made.map(({ index }) => index)).toEqual([0, 2, 4])
})
