import type { z } from '@hono/zod-openapi'
import { findSubject } from '#lib/allowlists/find-subject'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import type { ListSubject } from '#lib/allowlists/subject'
import { prisma } from '#lib/db'
import type { Network } from '#lib/ip/network'
import { type KeyKind, readKey } from '#lib/keys/key-resource'
import { restoreKeyList } from '#lib/keys/restore-list'
import { readCeilingResource } from '#lib/lists/list-resource'
import { restoreList } from '#lib/lists/restore-list'
import type { Answer } from '../answer.ts'
import { entryPath, nameOf } from './allowlist-paths.ts'
import { importedKeyAnswer, issuedKeyAnswer } from './answers.ts'
import { unlessRefused } from './confirm-lockout.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { ceilingAnswer, listAnswer } from './list-answers.ts'
import { listIdOf } from './list-operations.ts'
import { listPath } from './list-paths.ts'
import { AdminProblem } from './problem.ts'
import { actorOf, type TokenRequest } from './request.ts'
import { wireKey } from './wire-key.ts'
import { wireCeiling, wireList } from './wire-list.ts'
import { write } from './write.ts'
import { orThrow } from './write-key.ts'
import { listNow, listOrThrow, writeCeiling, writeList } from './write-list.ts'

export type Restore = {
  readonly number: number
  readonly scope: RestoreScope
  readonly confirmed: readonly Network[]
}

/** Where a list with versions is found, and how one of them comes back. */
export type VersionHome = {
  /** As operation ids have it, and in words. */
  readonly name: string
  readonly words: string
  /** Versions are below it; restoring is a verb of it. */
  readonly path: string
  readonly answer: z.ZodType
  /** Null when the list has never been made; throws for what does not exist. */
  subject(request: TokenRequest): Promise<ListSubject | null>
  restore(request: TokenRequest, bytes: Uint8Array, restore: Restore): Promise<Answer>
}

export function versionsOfKey(kind: KeyKind): VersionHome {
  return {
    name: `${nameOf[kind]}ApiKeyAllowlist`,
    words: `the list of one ${kind} key`,
    path: entryPath(kind),
    answer: { issued: issuedKeyAnswer, imported: importedKeyAnswer }[kind],
    async subject(request) {
      const { workspaceId } = request.token
      const key = await readKey(prisma(), placeOf(request, kind), keyIdOf(request))
      if (key === null) throw new AdminProblem('api_key_not_found')
      return findSubject(prisma(), { workspaceId, owner: 'key', id: key.id })
    },
    restore(request, bytes, restore) {
      const keyId = keyIdOf(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const restored = unlessRefused(await restoreKeyList(tx, actorOf(request), { ...restore, keyId, kind }))
          orThrow(found(restored), 'cannot update a revoked key')
          return { status: 200, body: wireKey, keyId }
        },
      })
    },
  }
}

export const versionsOfNamedList: VersionHome = {
  name: 'Allowlist',
  words: 'one named list',
  path: listPath,
  answer: listAnswer,
  async subject(request) {
    const { workspaceId } = request.token
    const { id } = await listNow(prisma(), workspaceId, listIdOf(request))
    return findSubject(prisma(), { workspaceId, owner: 'list', id })
  },
  restore(request, bytes, restore) {
    const { workspaceId } = request.token
    const listId = listIdOf(request)
    return writeList({
      ...{ request, bytes, id: listId },
      run: async (tx) => {
        // A ceiling is found by its own path alone.
        await listNow(tx, workspaceId, listId)
        listOrThrow(found(unlessRefused(await restoreList(tx, actorOf(request), { ...restore, listId }))))
        return { status: 200, body: wireList, id: listId }
      },
    })
  },
}

const ceilingPath = '/v2alpha1/admin/ceiling'

export const versionsOfCeiling: VersionHome = {
  name: 'Ceiling',
  words: 'the ceiling',
  path: ceilingPath,
  answer: ceilingAnswer,
  async subject({ token: { workspaceId } }) {
    const { id } = await readCeilingResource(prisma(), workspaceId)
    return findSubject(prisma(), { workspaceId, owner: 'list', id })
  },
  restore(request, bytes, restore) {
    const { workspaceId } = request.token
    return writeCeiling({
      ...{ request, bytes, id: ceilingPath },
      run: async (tx) => {
        const { id: listId } = await readCeilingResource(tx, workspaceId)
        const restored = unlessRefused(await restoreList(tx, actorOf(request), { ...restore, listId }))
        // One that nobody has set up has no versions.
        if (!restored.ok && restored.error === 'not_found') throw new AdminProblem('version_not_found')
        listOrThrow(found(restored))
        return { status: 200, body: wireCeiling, id: listId }
      },
    })
  },
}

type Unfound = 'version_not_found' | 'version_unreadable' | 'conflict'

/** A result without what is the same for every list, which ends the request instead. */
function found<T, E extends string>(
  result: { ok: true; value: T } | { ok: false; error: E; message: string },
): { ok: true; value: T } | { ok: false; error: Exclude<E, Unfound>; message: string } {
  if (result.ok) return result
  const { error, message } = result
  if (error === 'version_not_found') throw new AdminProblem('version_not_found')
  if (error === 'version_unreadable') throw new AdminProblem('failed_precondition', { message })
  if (error === 'conflict') throw new AdminProblem('etag_mismatch')
  return { ok: false, error: error as Exclude<E, Unfound>, message }
}
