import type { ListedEntry } from '#lib/allowlists/listed-entry'
import { addListEntry, changeListEntry, removeListEntry } from '#lib/lists/list-entries'
import type { ListResource } from '#lib/lists/list-resource'
import { jsonAnswer } from '../answer.ts'
import { entryAnswer, entryListAnswer } from './answers.ts'
import { confirmedBy, confirmQuery, unlessRefused } from './confirm-lockout.ts'
import { addRequest, changeRequest, entryChangeOf, newEntryOf } from './entry-fields.ts'
import { listIdOf, requestedList } from './list-operations.ts'
import { listPath, listsPath, listsTag as tag } from './list-paths.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { wireEntry } from './wire-key.ts'
import { etagOfList } from './wire-list.ts'
import { listOrThrow, writeList } from './write-list.ts'

const entriesPath = `${listPath}/entries`
const entryPath = `${entriesPath}/{entry_id}`

function entryOf({ entries }: ListResource, entryId: string | undefined): ListedEntry {
  const wanted = entryId?.toLowerCase()
  const entry = entries.find((one) => one.id === wanted)
  if (entry === undefined) throw new AdminProblem('entry_not_found')
  return entry
}

const list: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminListAllowlistEntries',
    method: 'get',
    path: entriesPath,
    tag,
    summary: 'List the entries of one named list',
    description: 'All of them, also those that are switched off or have expired. `ETag` is that of the list.',
    access: 'read',
    answers: { 200: ['The entries, in their order', entryListAnswer] },
  }),
  async answer(request) {
    const found = await requestedList(request)
    return jsonAnswer(200, { entries: found.entries.map(wireEntry) }, ['ETag', etagOfList(found)])
  },
}

const get: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminGetAllowlistEntry',
    method: 'get',
    path: entryPath,
    tag,
    summary: 'Get one entry of one named list',
    access: 'read',
    answers: { 200: ['The entry', entryAnswer] },
  }),
  async answer(request) {
    const found = await requestedList(request)
    return jsonAnswer(200, wireEntry(entryOf(found, request.params.entry_id)), ['ETag', etagOfList(found)])
  },
}

const add: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminAddAllowlistEntry',
    method: 'post',
    path: entriesPath,
    tag,
    summary: 'Admit one more network, to all keys that use the list',
    access: 'write',
    isWrite: true,
    query: confirmQuery,
    body: addRequest,
    answers: { 201: ['The entry', entryAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const fields = readFields(addRequest, value)
    const [listId, confirmed] = [listIdOf(request), confirmedBy(request)]
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        const entry = await newEntryOf(tx, fields)
        const added = unlessRefused(await addListEntry(tx, actorOf(request), { listId, entry, confirmed }))
        const { entryId } = listOrThrow(added, { entry_id: 'entryId' in added ? added.entryId : '' })
        const body = (list: ListResource) => wireEntry(entryOf(list, entryId))
        return { status: 201, body, headers: ['Location', `${listsPath}/${listId}/entries/${entryId}`], id: listId }
      },
    })
  },
}

const change: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminUpdateAllowlistEntry',
    method: 'patch',
    path: entryPath,
    tag,
    summary: 'Change the note, expiry or switch of one entry of a named list',
    description: 'What is absent stays. `"expire_time": null` takes the expiry away.',
    access: 'write',
    isWrite: true,
    query: confirmQuery,
    body: changeRequest,
    answers: { 200: ['The entry as it is now', entryAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const readChange = entryChangeOf(value)
    const [listId, entryId, confirmed] = [listIdOf(request), request.params.entry_id ?? '', confirmedBy(request)]
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        const wanted = { listId, entryId, confirmed, change: await readChange(tx) }
        listOrThrow(unlessRefused(await changeListEntry(tx, actorOf(request), wanted)))
        const body = (list: ListResource) => wireEntry(entryOf(list, entryId))
        return { status: 200, body, id: listId }
      },
    })
  },
}

const remove: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminRemoveAllowlistEntry',
    method: 'delete',
    path: entryPath,
    tag,
    summary: 'Take one entry off a named list',
    description: 'A list without entries admits nobody, to whichever key uses it.',
    access: 'write',
    isWrite: true,
    query: confirmQuery,
    answers: { 204: ['The entry is gone', null] },
  }),
  async answer(request) {
    const { bytes } = await readJsonBody(request.call)
    const [listId, entryId, confirmed] = [listIdOf(request), request.params.entry_id ?? '', confirmedBy(request)]
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        listOrThrow(unlessRefused(await removeListEntry(tx, actorOf(request), { listId, entryId, confirmed })))
        return { status: 204, body: null, id: listId }
      },
    })
  },
}

/** Single entries of named lists. */
export const listEntryOperations: readonly AdminOperation[] = [list, get, add, change, remove]
