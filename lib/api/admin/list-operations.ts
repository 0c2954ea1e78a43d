import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { createList as create } from '#lib/lists/create-list'
import { deleteList as remove } from '#lib/lists/delete-list'
import type { ListResource } from '#lib/lists/list-resource'
import { listLists } from '#lib/lists/queries'
import { MAX_DESCRIPTION_LENGTH, MAX_LIST_NAME_LENGTH } from '#lib/lists/schema'
import { updateList as update } from '#lib/lists/update-list'
import { jsonAnswer } from '../answer.ts'
import { confirmedBy, confirmQuery, unlessForbidden, unlessRefused } from './confirm-lockout.ts'
import { cidrList, line } from './fields.ts'
import { listAnswer, listsAnswer } from './list-answers.ts'
import { listPath, listsPath, listsTag as tag } from './list-paths.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf, type TokenRequest } from './request.ts'
import { etagOfList, wireList, wireListRow } from './wire-list.ts'
import { listNow, listOrThrow, writeList } from './write-list.ts'

export const listIdOf = ({ params }: TokenRequest): string => params.allowlist_id ?? ''

const workspaceOf = ({ token }: TokenRequest): string => token.workspaceId

/** The named list of the request as it is now. */
export const requestedList = (request: TokenRequest): Promise<ListResource> =>
  listNow(prisma(), workspaceOf(request), listIdOf(request))

const name = line(MAX_LIST_NAME_LENGTH)
  .transform((text) => text.trim())
  .openapi({ type: 'string', description: 'Unique in the workspace, whatever the case.', example: 'Office' })

const description = z
  .union([line(MAX_DESCRIPTION_LENGTH), z.literal('')], { error: 'must be a string' })
  .transform((text) => (text.trim() === '' ? null : text.trim()))
  .openapi({ type: 'string', description: `At most ${MAX_DESCRIPTION_LENGTH} characters; empty is none.` })

const list: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminListAllowlists',
    method: 'get',
    path: listsPath,
    tag,
    summary: 'List the named lists of the workspace',
    description: 'By their names, all of them, without their entries.',
    access: 'read',
    answers: { 200: ['The lists', listsAnswer] },
  }),
  async answer(request) {
    const { lists } = await listLists(workspaceOf(request))
    return jsonAnswer(200, { allowlists: lists.map(wireListRow) })
  },
}

const get: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminGetAllowlist',
    method: 'get',
    path: listPath,
    tag,
    summary: 'Get one named list',
    access: 'read',
    answers: { 200: ['The list; `ETag` is for `If-Match`', listAnswer] },
  }),
  async answer(request) {
    const found = await requestedList(request)
    return jsonAnswer(200, wireList(found), ['ETag', etagOfList(found)])
  },
}

const createRequest = z
  .object({ name, description: description.optional(), allowed_cidrs: cidrList.optional() })
  .openapi('CreateAllowlistRequest')

const createOne: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminCreateAllowlist',
    method: 'post',
    path: listsPath,
    tag,
    summary: 'Create a named list',
    description: 'It changes nothing until a key uses it. One without entries admits nobody.',
    access: 'write',
    isWrite: true,
    body: createRequest,
    answers: { 201: ['The list', listAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const fields = readFields(createRequest, value, { resource: 'allowlist' })
    const wanted = { name: fields.name, description: fields.description ?? null, entries: fields.allowed_cidrs ?? [] }
    return writeList({
      ...{ request, bytes, id: null },
      run: async (tx) => {
        const { id } = listOrThrow(unlessForbidden(await create(tx, actorOf(request), wanted)))
        return { status: 201, body: wireList, headers: ['Location', `${listsPath}/${id}`], id }
      },
    })
  },
}

const updateRequest = z
  .object({ name: name.optional(), description: description.optional(), allowed_cidrs: cidrList.optional() })
  .openapi('UpdateAllowlistRequest')

const updateOne: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminUpdateAllowlist',
    method: 'patch',
    path: listPath,
    tag,
    summary: 'Change one named list, for all keys that use it',
    description:
      'What is absent stays. `allowed_cidrs` is exactly the list afterwards, and all of it in force; entries that stay keep their note. An empty one admits nobody.',
    access: 'write',
    isWrite: true,
    query: confirmQuery,
    body: updateRequest,
    answers: { 200: ['The list as it is now', listAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const fields = readFields(updateRequest, value, { resource: 'allowlist' })
    const change = {
      ...(fields.name === undefined ? {} : { name: fields.name }),
      ...(fields.description === undefined ? {} : { description: fields.description }),
      ...(fields.allowed_cidrs === undefined ? {} : { sent: fields.allowed_cidrs }),
    }
    const [listId, confirmed] = [listIdOf(request), confirmedBy(request)]
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        listOrThrow(unlessRefused(await update(tx, actorOf(request), { listId, change, confirmed })))
        return { status: 200, body: wireList, id: listId }
      },
    })
  },
}

const deleteOne: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminDeleteAllowlist',
    method: 'delete',
    path: listPath,
    tag,
    summary: 'Delete one named list',
    description: 'Refused while keys use it.',
    access: 'write',
    isWrite: true,
    answers: { 204: ['The list is gone', null] },
  }),
  async answer(request) {
    const { bytes } = await readJsonBody(request.call)
    const listId = listIdOf(request)
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        listOrThrow(await remove(tx, actorOf(request), { listId }))
        return { status: 204, body: null, id: null }
      },
    })
  },
}

/** Named lists as wholes. */
export const listOperations: readonly AdminOperation[] = [list, createOne, get, updateOne, deleteOne]
