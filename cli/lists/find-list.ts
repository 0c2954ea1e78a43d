import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { pathPart } from '../keys/kind.ts'
import type { ListsAnswer, NamedList } from '../wire.ts'

export const LISTS = '/v2alpha1/admin/allowlists'

export function listPath(id: string): string {
  return `${LISTS}/${pathPart(id)}`
}

export async function allLists(client: Client): Promise<readonly NamedList[]> {
  const { body } = await client.call<ListsAnswer>({ method: 'GET', path: LISTS })
  return body.allowlists ?? []
}

/** The id of a named list by its id or its name, whatever the case. Throws when there is none. */
export async function findListId(client: Client, reference: string): Promise<string> {
  const wanted = reference.toLowerCase()
  const found = (await allLists(client)).find(
    ({ allowlist_id: id, name }) => id === wanted || name?.toLowerCase() === wanted,
  )
  if (found?.allowlist_id === undefined) {
    throw new Failure(exitCodes.notFound, `no named list has the id or name ${reference}`)
  }
  return found.allowlist_id
}
