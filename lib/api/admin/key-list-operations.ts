import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { type KeyKind, type KeyResource, readKey } from '#lib/keys/key-resource'
import { setKeyLists } from '#lib/lists/set-key-lists'
import { jsonAnswer } from '../answer.ts'
import { entryPath, nameOf } from './allowlist-paths.ts'
import { confirmedBy, confirmQuery } from './confirm-lockout.ts'
import { allowlistIds } from './fields.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { keyListsAnswer } from './list-answers.ts'
import { listsTag as tag } from './list-paths.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { etagOf } from './wire-key.ts'
import { write } from './write.ts'
import { keyListsOrThrow } from './write-list.ts'

/** Which named lists a key uses. */
export function keyListOperations(kind: KeyKind): readonly AdminOperation[] {
  return [get(kind), put(kind)]
}

const pathOf = (kind: KeyKind) => `${entryPath(kind)}/lists`

function get(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminGet${nameOf[kind]}ApiKeyAllowlists`,
      method: 'get',
      path: pathOf(kind),
      tag,
      summary: `List the named lists that one ${kind} key uses`,
      description: '`ETag` is that of the key.',
      access: 'read',
      answers: { 200: ['The lists, by their names', keyListsAnswer] },
    }),
    async answer(request) {
      const key = await readKey(prisma(), placeOf(request, kind), keyIdOf(request))
      if (key === null) throw new AdminProblem('api_key_not_found')
      return jsonAnswer(200, wireKeyLists(key), ['ETag', etagOf(key)])
    },
  }
}

const putRequest = z.object({ allowlist_ids: allowlistIds }).openapi('SetKeyAllowlistsRequest')

function put(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminSet${nameOf[kind]}ApiKeyAllowlists`,
      method: 'put',
      path: pathOf(kind),
      tag,
      summary: `Choose the named lists that one ${kind} key uses`,
      description:
        'They replace those that it used. The access mode of the key stays: one that is open to any address stays open.',
      access: 'write',
      isWrite: true,
      query: confirmQuery,
      body: putRequest,
      answers: { 200: ['The lists that it uses now', keyListsAnswer] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const { allowlist_ids: listIds } = readFields(putRequest, value)
      const [keyId, confirmed] = [keyIdOf(request), confirmedBy(request)]
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          keyListsOrThrow(await setKeyLists(tx, actorOf(request), { keyId, kind, listIds, confirmed }))
          return { status: 200, body: wireKeyLists, keyId }
        },
      })
    },
  }
}

function wireKeyLists({ lists }: KeyResource) {
  return { allowlists: lists.map(({ id, name }) => ({ allowlist_id: id, name })) }
}
