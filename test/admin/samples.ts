import { randomUUID } from 'node:crypto'
import type { AdminOperation } from '#lib/api/admin/operation'
import type { AdminDoor, Workspace } from './door.ts'

/** A key of each kind, with one entry each, which nobody else uses; beside them a named list, which no key uses. */
export type Belongings = Readonly<Record<'issued' | 'imported', Key & OwnList>>
type Key = { readonly keyId: string; readonly entryId: string; readonly credential: string }
type OwnList = { readonly listId: string; readonly listEntryId: string }

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
  const ownList = async (): Promise<OwnList> => {
    const body = { name: `list ${randomUUID()}`, allowed_cidrs: ['127.0.0.0/8'] }
    const { json } = await call('POST', '/v2alpha1/admin/allowlists', { token, body })
    const listed = await call('GET', `/v2alpha1/admin/allowlists/${json.allowlist_id}/entries`, { token })
    return { listId: json.allowlist_id, listEntryId: listed.json.entries[0].entry_id }
  }
  // One that is off, so that it has a version and refuses nobody.
  await call('PATCH', '/v2alpha1/admin/ceiling', { token, body: { allowed_cidrs: ['127.0.0.0/8'] } })
  const shared = await ownList()
  const issued = { keyId: issuedId, entryId: await entryOf('issuedApiKeys', issuedId), credential: made.json.secret }
  const imported = { keyId: importedId, entryId: await entryOf('importedApiKeys', importedId), credential: raw_key }
  return { issued: { ...issued, ...shared }, imported: { ...imported, ...shared } }
}

const importOf = () => ({ ...fields, raw_key: `sample_${randomUUID()}` })
const added = () => ({ cidr: '198.51.100.0/24' })
const ranges = () => ({ source: 'aws:EC2:eu-west-1', ranges: [{ cidr: '198.51.100.0/24', note: 'AWS EC2' }] })
const restored = () => ({ version_id: '1' })
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
  adminSetIssuedApiKeyAllowlists: ({ issued }) => ({ allowlist_ids: [issued.listId] }),
  adminSetImportedApiKeyAllowlists: ({ imported }) => ({ allowlist_ids: [imported.listId] }),
  adminCreateAllowlist: () => ({ name: `list ${randomUUID()}`, description: 'Floors', allowed_cidrs: ['127.0.0.1'] }),
  adminUpdateAllowlist: () => ({ description: 'Floors', allowed_cidrs: ['127.0.0.0/8', '198.51.100.0/24'] }),
  adminAddAllowlistEntry: added,
  adminUpdateAllowlistEntry: () => ({ note: 'Office' }),
  adminUpdateCeiling: () => ({ access_mode: 'ACCESS_MODE_REPORT', allowed_cidrs: ['127.0.0.0/8'] }),
  adminSetIssuedApiKeyAccessMode: () => ({ access_mode: 'ACCESS_MODE_REPORT' }),
  adminSetImportedApiKeyAccessMode: () => ({ access_mode: 'ACCESS_MODE_REPORT' }),
  adminOpenIssuedApiKeyBypass: () => ({ duration: '5m', reason: 'Outage' }),
  adminOpenImportedApiKeyBypass: () => ({ duration: '5m', reason: 'Outage' }),
  adminRestoreIssuedApiKeyAllowlist: restored,
  adminRestoreImportedApiKeyAllowlist: restored,
  adminRestoreAllowlist: restored,
  adminRestoreCeiling: restored,
  adminImportIssuedApiKeyRanges: ranges,
  adminImportImportedApiKeyRanges: ranges,
  adminImportAllowlistRanges: ranges,
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
  const { keyId, entryId, listId, listEntryId } = path.includes('/importedApiKeys') ? own.imported : own.issued
  const filled = path
    .replace('{key_id}', keyId)
    .replace('{allowlist_id}', listId)
    .replace('{version_id}', '1')
    .replace('{entry_id}', path.includes('{allowlist_id}') ? listEntryId : entryId)
  if (filled.includes('{')) throw new Error(`no sample of a path for ${operationId}`)
  // A write answers 200 to a dry run, beside its own status.
  const statuses = Object.keys(responses).map(Number).filter(Number.isInteger)
  return {
    method: method.toUpperCase(),
    path: `${filled}${queryOf(description)}`,
    ...(body === undefined ? {} : { body }),
    status: Math.max(...statuses),
  }
}

/** What else the address says. Entries that go are those of whoever calls, which is to be confirmed. */
function queryOf({ path, method }: AdminOperation['description']): string {
  if (/:(check|admitting)$/.test(path)) return '?ip=127.0.0.1'
  if (path.endsWith('versions:diff')) return '?from=1&to=1'
  return method === 'delete' && path.includes('{entry_id}') ? '?confirm_lockout=127.0.0.0/8' : ''
}

/** The address of a sample, asked for a dry run. */
export function asDryRun(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}dry_run=true`
}
