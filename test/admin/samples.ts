import { randomUUID } from 'node:crypto'
import type { AdminOperation } from '#lib/api/admin/operation'
import type { AdminDoor, Workspace } from './door.ts'

/** A key of each kind, with one entry each, which nobody else uses. */
export type Belongings = Readonly<Record<'issued' | 'imported', Key>>
type Key = { readonly keyId: string; readonly entryId: string; readonly credential: string }

const fields = { name: 'sample', actor_id: 'actor' }
const list = { ip_restriction: { allowed_cidrs: ['127.0.0.0/8'] } }

export async function makeBelongings(
  { call }: AdminDoor,
  { tokens: { write: token } }: Workspace,
): Promise<Belongings> {
  const made = await call('POST', '/v2alpha1/admin/issuedApiKeys', { token, body: { ...fields, ...list } })
  const raw_key = `sample_${randomUUID()}`
  const taken = await call('POST', '/v2alpha1/admin/importedApiKeys', { token, body: { ...fields, ...list, raw_key } })
  const entryOf = async (collection: string, keyId: string): Promise<string> => {
    const listed = await call('GET', `/v2alpha1/admin/${collection}/${keyId}/allowlist/entries`, { token })
    return listed.json.entries[0].entry_id
  }
  const [issuedId, importedId] = [made.json.issued_api_key.key_id, taken.json.key_id]
  return {
    issued: { keyId: issuedId, entryId: await entryOf('issuedApiKeys', issuedId), credential: made.json.secret },
    imported: { keyId: importedId, entryId: await entryOf('importedApiKeys', importedId), credential: raw_key },
  }
}

const importOf = () => ({ ...fields, raw_key: `sample_${randomUUID()}` })
const added = () => ({ cidr: '198.51.100.0/24' })
const revoked = () => ({ reason: 'REVOCATION_REASON_SUPERSEDED' })

/** What each operation with a body is sent, so that it does what it is for. */
const bodies: Readonly<Record<string, (own: Belongings) => object>> = {
  adminIssueApiKey: () => fields,
  adminRotateIssuedApiKey: () => ({}),
  adminImportApiKey: importOf,
  adminBatchCreateImportedApiKeys: () => ({ requests: [importOf()] }),
  adminUpdateIssuedApiKey: () => ({ name: 'renamed' }),
  adminUpdateImportedApiKey: () => ({ name: 'renamed' }),
  adminRevokeIssuedApiKey: revoked,
  adminRevokeImportedApiKey: revoked,
  adminAddIssuedApiKeyEntry: added,
  adminAddImportedApiKeyEntry: added,
  adminUpdateIssuedApiKeyEntry: () => ({ note: 'Office' }),
  adminUpdateImportedApiKeyEntry: () => ({ note: 'Office' }),
  adminVerifyApiKey: ({ issued }) => ({ credential: issued.credential }),
  adminBatchVerifyApiKeys: ({ issued }) => ({ requests: [{ credential: issued.credential }] }),
  adminDeriveToken: ({ issued }) => ({ credential: issued.credential }),
  revokeApiKey: ({ issued }) => ({ credential: issued.credential }),
}

export type Sample = { readonly method: string; readonly path: string; readonly body?: object; readonly status: number }

/**
 * A call of an operation that succeeds with `status`, on these belongings. An operation that is not known here stops the
 * caller, so that none can be forgotten.
 */
export function sampleOf({ description }: AdminOperation, own: Belongings): Sample {
  const { operationId = '', path, method, request, responses } = description
  const body = bodies[operationId]?.(own)
  if ((body === undefined) !== (request?.body === undefined)) throw new Error(`no sample of a body for ${operationId}`)
  const { keyId, entryId } = path.includes('/importedApiKeys') ? own.imported : own.issued
  const filled = path.replace('{key_id}', keyId).replace('{entry_id}', entryId)
  if (filled.includes('{')) throw new Error(`no sample of a path for ${operationId}`)
  // A write answers 200 to a dry run, beside its own status.
  const statuses = Object.keys(responses).map(Number).filter(Number.isInteger)
  return {
    method: method.toUpperCase(),
    path: path.endsWith(':check') ? `${filled}?ip=127.0.0.1` : filled,
    ...(body === undefined ? {} : { body }),
    status: Math.max(...statuses),
  }
}
