import type { Tx } from '#lib/db'
import { isKeyId, type KeyPlace, type KeyResource, readKey } from '#lib/keys/key-resource'
import type { Answer } from '../answer.ts'
import { changesOf, knownKey } from './dry-run.ts'
import { etagOf } from './wire-key.ts'
import { type ResourceKind, type ResourceWrite, type WrittenResource, writeResource } from './write-resource.ts'

/** What a write of a key came to; `keyId`: the key that the answer is about, null where there is none or it is gone. */
export type Written = Omit<WrittenResource<KeyResource>, 'id'> & { readonly keyId: string | null }

export type Write = Pick<ResourceWrite<KeyResource>, 'request' | 'bytes'> & {
  readonly kind: KeyPlace['kind']
  /** The key that is changed, which `If-Match` is about; null for one that is made. */
  readonly keyId: string | null
  /** Does it, in the transaction; throws AdminProblem to undo it. */
  run(tx: Tx): Promise<Written>
}

/** Every write of a key. */
export function write({ request, bytes, kind, keyId, run }: Write): Promise<Answer> {
  const place = { workspaceId: request.token.workspaceId, kind }
  return writeResource({
    ...{ request, bytes, kind: keysOf(place), id: keyId },
    run: async (tx) => {
      const { keyId: id, ...written } = await run(tx)
      return { ...written, id }
    },
  })
}

function keysOf(place: KeyPlace): ResourceKind<KeyResource> {
  return {
    etagOf,
    missing: 'api_key_not_found',
    lockAndRead: (tx, keyId) => lockAndRead(tx, place, keyId),
    read: (tx, keyId) => readKey(tx, place, keyId),
    async foresee(tx, before) {
      const known = before === null ? null : await knownKey(tx, place.workspaceId, before)
      return (after) => changesOf(tx, { before, after, known })
    },
  }
}

async function lockAndRead(tx: Tx, place: KeyPlace, keyId: string): Promise<KeyResource | null> {
  if (!isKeyId(keyId)) return null
  await tx.$queryRaw`SELECT 1 FROM api_key WHERE id = ${keyId}::uuid AND workspace_id = ${place.workspaceId}::uuid
    FOR NO KEY UPDATE`
  return readKey(tx, place, keyId)
}
