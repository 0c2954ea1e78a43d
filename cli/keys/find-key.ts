import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { failureOf } from '../http/problem.ts'
import type { KeyResource } from '../wire.ts'
import { filterOf } from './filter.ts'
import { type Kind, keyPath, kinds } from './kind.ts'
import { everyPage } from './list.ts'

export type FoundKey = {
  readonly kind: Kind
  readonly id: string
  readonly key: KeyResource
  readonly etag: string | null
}

/** A key by its id, issued or imported; else by its name, when one active key alone has it. Throws otherwise. */
export async function findKey(client: Client, reference: string): Promise<FoundKey> {
  const found = (await keyWithId(client, reference)) ?? (await keyNamed(client, reference))
  if (found === null) throw new Failure(exitCodes.notFound, `no key has the id or name ${reference}`)
  return found
}

async function keyWithId(client: Client, id: string): Promise<FoundKey | null> {
  for (const kind of kinds) {
    const answer = await client.send({ method: 'GET', path: keyPath(kind, id) })
    if (answer.status === 404) continue
    if (answer.status !== 200) throw failureOf(answer)
    return { kind, id, key: answer.body as KeyResource, etag: answer.headers.get('ETag') }
  }
  return null
}

async function keyNamed(client: Client, name: string): Promise<FoundKey | null> {
  const filter = filterOf({ name, status: 'active' })
  const named = []
  for (const kind of kinds) {
    const { issued_api_keys = [], imported_api_keys = [] } = await everyPage(client, kind, { filter })
    // A name that ends with * is taken for a beginning.
    for (const key of [...issued_api_keys, ...imported_api_keys]) if (key.name === name) named.push(key.key_id ?? '')
  }
  if (named.length > 1)
    throw new Failure(
      exitCodes.failure,
      `${named.length} keys have the name ${name}; name one by its id: ${named.join(', ')}`,
    )
  const [id] = named
  // Read anew for its ETag.
  return id === undefined ? null : keyWithId(client, id)
}
