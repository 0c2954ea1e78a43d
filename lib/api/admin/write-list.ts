import type { OneEntryRefusal } from '#lib/allowlists/one-entry'
import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import { isKeyId } from '#lib/keys/key-resource'
import type { CreateListRefusal } from '#lib/lists/create-list'
import type { ListRefusalCode } from '#lib/lists/list-lock'
import { type ListResource, readCeilingResource, readListResource } from '#lib/lists/list-resource'
import type { KeyListsResult } from '#lib/lists/set-key-lists'
import type { UsedListsRefusal } from '#lib/lists/used-lists'
import type { Answer } from '../answer.ts'
import { unlessRefused } from './confirm-lockout.ts'
import { foreseeList } from './list-dry-run.ts'
import { AdminProblem, type AdminProblemCode } from './problem.ts'
import { etagOfList } from './wire-list.ts'
import { orThrow } from './write-key.ts'
import { type ResourceKind, type ResourceWrite, writeResource } from './write-resource.ts'

type Write = Omit<ResourceWrite<ListResource>, 'kind'>

/** Every write of a named list. */
export function writeList(write: Write): Promise<Answer> {
  return writeResource({ ...write, kind: namedLists(write.request.token.workspaceId) })
}

/** Every write of the ceiling, which a workspace has one of: whatever id stands for it. */
export function writeCeiling(write: Write): Promise<Answer> {
  return writeResource({ ...write, kind: ceilings(write.request.token.workspaceId) })
}

const plain = { etagOf: etagOfList, missing: 'allowlist_not_found', foresee: foreseeList } as const

function namedLists(workspaceId: string): ResourceKind<ListResource> {
  const read = (tx: Tx, id: string) => readListResource(tx, workspaceId, id)
  return {
    ...plain,
    read,
    async lockAndRead(tx, id) {
      if (!isKeyId(id)) return null
      await tx.$queryRaw`SELECT 1 FROM network_list WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid
        FOR NO KEY UPDATE`
      return read(tx, id)
    },
  }
}

function ceilings(workspaceId: string): ResourceKind<ListResource> {
  const read = (tx: Tx) => readCeilingResource(tx, workspaceId)
  return {
    ...plain,
    read,
    async lockAndRead(tx) {
      await tx.$queryRaw`SELECT 1 FROM network_list WHERE kind = 'ceiling' AND workspace_id = ${workspaceId}::uuid
        FOR NO KEY UPDATE`
      return read(tx)
    },
  }
}

/** A named list as the transaction sees it now; it must be there. */
export async function listNow(tx: Tx, workspaceId: string, listId: string): Promise<ListResource> {
  const list = await readListResource(tx, workspaceId, listId)
  if (list === null) throw new AdminProblem('allowlist_not_found')
  return list
}

export type ListRefusal =
  | ListRefusalCode
  | CreateListRefusal
  | UsedListsRefusal
  | OneEntryRefusal
  | 'list_in_use'
  | 'empty_ceiling'
  | 'conflict'

const problems = {
  not_found: 'allowlist_not_found',
  list_not_found: 'allowlist_not_found',
  entry_not_found: 'entry_not_found',
  forbidden: 'forbidden',
  name_taken: 'allowlist_exists',
  entry_exists: 'entry_exists',
  list_in_use: 'failed_precondition',
  empty_ceiling: 'failed_precondition',
  too_many_lists: 'failed_precondition',
  too_many_entries: 'failed_precondition',
  conflict: 'etag_mismatch',
} as const satisfies Record<ListRefusal, AdminProblemCode>

const unsaid: ReadonlySet<ListRefusal> = new Set(['not_found', 'list_not_found', 'entry_not_found', 'conflict'])

/** What a refused change of a list answers. */
export function listOrThrow<T>(result: Result<T, ListRefusal>, metadata?: Record<string, string>): T {
  if (result.ok) return result.value
  const { error, message } = result
  const said = unsaid.has(error) ? {} : { message }
  throw new AdminProblem(problems[error], { ...said, ...(metadata === undefined ? {} : { metadata }) })
}

/** Ends the write where the key cannot be changed, a list is not there, or somebody would be locked out. */
export function keyListsOrThrow(given: KeyListsResult): void {
  const result = unlessRefused(given)
  if (result.ok) return
  const { error } = result
  if (error === 'not_found' || error === 'forbidden' || error === 'wrong_state' || error === 'staff_hold') {
    orThrow({ ...result, error }, 'cannot update a revoked key')
  } else listOrThrow({ ...result, error })
}
