import type { ListedEntry } from '#lib/allowlists/listed-entry'
import { prisma } from '#lib/db'
import type { Result } from '#lib/errors'
import { isKeyId, type KeyKind, type KeyResource, readKey } from '#lib/keys/key-resource'
import { addEntry, changeEntry, type EntryRefusal, removeEntry } from '#lib/keys/single-entries'
import { jsonAnswer } from '../answer.ts'
import { collectionOf, nameOf, entryPath as pathOf, entriesTag as tag } from './allowlist-paths.ts'
import { entryAnswer, entryListAnswer } from './answers.ts'
import { checkAllowlist } from './check-operation.ts'
import { confirmedBy, confirmQuery, unlessRefused } from './confirm-lockout.ts'
import { addRequest, changeRequest, entryChangeOf, newEntryOf } from './entry-fields.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf, type TokenRequest } from './request.ts'
import { etagOf, wireEntry } from './wire-key.ts'
import { write } from './write.ts'
import { orThrow } from './write-key.ts'

/** Single entries of a list, and the question whether the list admits an address. */
export function entryOperations(kind: KeyKind): readonly AdminOperation[] {
  return [checkAllowlist(kind), list(kind), get(kind), add(kind), change(kind), remove(kind)]
}

async function keyOf(request: TokenRequest, kind: KeyKind): Promise<KeyResource> {
  const key = await readKey(prisma(), placeOf(request, kind), keyIdOf(request))
  if (key === null) throw new AdminProblem('api_key_not_found')
  return key
}

function entryOf(key: KeyResource, entryId: string | undefined): ListedEntry {
  const wanted = entryId?.toLowerCase() ?? ''
  const entry = isKeyId(wanted) ? key.entries.find((one) => one.id === wanted) : undefined
  if (entry === undefined) throw new AdminProblem('entry_not_found')
  return entry
}

function list(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminList${nameOf[kind]}ApiKeyEntries`,
      method: 'get',
      path: `${pathOf(kind)}/entries`,
      tag,
      summary: `List the entries of one ${kind} key`,
      description: 'All of them, also those that are switched off or have expired. `ETag` is that of the key.',
      access: 'read',
      answers: { 200: ['The entries, in their order', entryListAnswer] },
    }),
    async answer(request) {
      const key = await keyOf(request, kind)
      return jsonAnswer(200, { entries: key.entries.map(wireEntry) }, ['ETag', etagOf(key)])
    },
  }
}

function get(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminGet${nameOf[kind]}ApiKeyEntry`,
      method: 'get',
      path: `${pathOf(kind)}/entries/{entry_id}`,
      tag,
      summary: `Get one entry of one ${kind} key`,
      access: 'read',
      answers: { 200: ['The entry', entryAnswer] },
    }),
    async answer(request) {
      const key = await keyOf(request, kind)
      return jsonAnswer(200, wireEntry(entryOf(key, request.params.entry_id)), ['ETag', etagOf(key)])
    },
  }
}

function add(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminAdd${nameOf[kind]}ApiKeyEntry`,
      method: 'post',
      path: `${pathOf(kind)}/entries`,
      tag,
      summary: `Admit one more network to one ${kind} key`,
      description: 'A key that was open to any address enforces its list from then on.',
      access: 'write',
      isWrite: true,
      query: confirmQuery,
      body: addRequest,
      answers: { 201: ['The entry', entryAnswer] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const fields = readFields(addRequest, value)
      const keyId = keyIdOf(request)
      const confirmed = confirmedBy(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const entry = await newEntryOf(tx, fields)
          const added = unlessRefused(await addEntry(tx, actorOf(request), { keyId, kind, entry, confirmed }))
          const { entryId } = entryOrThrow(added, { entry_id: 'entryId' in added ? added.entryId : '' })
          const body = (key: KeyResource) => wireEntry(entryOf(key, entryId))
          const location = `/v2alpha1/admin/${collectionOf[kind]}/${keyId}/allowlist/entries/${entryId}`
          return { status: 201, body, headers: ['Location', location], keyId }
        },
      })
    },
  }
}

function change(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminUpdate${nameOf[kind]}ApiKeyEntry`,
      method: 'patch',
      path: `${pathOf(kind)}/entries/{entry_id}`,
      tag,
      summary: `Change the note, expiry or switch of one entry`,
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
      const [keyId, entryId] = [keyIdOf(request), request.params.entry_id ?? '']
      const confirmed = confirmedBy(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const changed = await readChange(tx)
          const place = { keyId, kind, entryId, confirmed }
          entryOrThrow(unlessRefused(await changeEntry(tx, actorOf(request), { ...place, change: changed })))
          const body = (key: KeyResource) => wireEntry(entryOf(key, entryId))
          return { status: 200, body, keyId }
        },
      })
    },
  }
}

function remove(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminRemove${nameOf[kind]}ApiKeyEntry`,
      method: 'delete',
      path: `${pathOf(kind)}/entries/{entry_id}`,
      tag,
      summary: 'Take one entry off the list',
      description: 'After the last one the key goes on enforcing its list, and so refuses everybody.',
      access: 'write',
      isWrite: true,
      query: confirmQuery,
      answers: { 204: ['The entry is gone', null] },
    }),
    async answer(request) {
      const { bytes } = await readJsonBody(request.call)
      const [keyId, entryId] = [keyIdOf(request), request.params.entry_id ?? '']
      const confirmed = confirmedBy(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          entryOrThrow(unlessRefused(await removeEntry(tx, actorOf(request), { keyId, kind, entryId, confirmed })))
          return { status: 204, body: null, keyId }
        },
      })
    },
  }
}

function entryOrThrow<T>(result: Result<T, EntryRefusal>, metadata: Record<string, string> = {}): T {
  if (result.ok) return result.value
  const { error, message } = result
  if (error === 'entry_not_found') throw new AdminProblem('entry_not_found')
  if (error === 'entry_exists') throw new AdminProblem('entry_exists', { message, metadata })
  if (error === 'too_many_entries') throw new AdminProblem('failed_precondition', { message })
  return orThrow({ ...result, error }, 'cannot update a revoked key')
}
