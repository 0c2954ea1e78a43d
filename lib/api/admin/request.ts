import type { TokenActor } from '#lib/audit/actor'
import { headerLines } from '#lib/client-ip/header-lines'
import type { ClientIp } from '#lib/client-ip/resolve'
import { inspectSecret, secretDigest } from '#lib/keys/secret'
import { recordTokenUse } from '#lib/traffic/record-call'
import { bearerCredential } from '#lib/verify/credential'
import { decideToken } from '#lib/verify/decide'
import { isKey, type TokenRecord } from '#lib/verify/key-record'
import { verification } from '#lib/verify/verification'
import type { ApiCall } from '../call.ts'
import { AdminProblem } from './problem.ts'
import { camelCase } from './read-fields.ts'

/** Which tokens may call an operation. `none`: nobody needs one. */
export type Access = 'read' | 'write' | 'verify' | 'none'

/** A call of an operation, with what its path and query say. */
export type AdminRequest = {
  readonly call: ApiCall
  readonly requestId: string
  readonly client: ClientIp
  /** By the names of the path's template. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** A call by a management token that may make it. */
export type TokenRequest = AdminRequest & { readonly token: TokenRecord }

/** The digest of the management token that comes with a call, or null when nothing there can be one. */
export function tokenDigest(call: ApiCall): string | null {
  const lines = headerLines(call.rawHeaders, 'authorization')
  const digest = lines.length === 1 && lines[0] === latest.line ? latest.digest : digestOf(lines)
  // Junk costs no database read.
  return digest !== null && (verification().finder.remembers(digest) || inspectLines(lines)) ? digest : null
}

// A program that verifies comes with one token again and again.
let latest: { line: string; digest: string } = { line: '', digest: '' }

function digestOf(lines: readonly string[]): string | null {
  const text = bearerCredential(lines)
  if (text === null) return null
  const digest = secretDigest(text)
  latest = { line: lines[0] ?? '', digest }
  return digest
}

function inspectLines(lines: readonly string[]): boolean {
  const text = bearerCredential(lines)
  return text !== null && inspectSecret(text).ok
}

/** Finds the token of a call as it is now, and refuses unless it may do this from there. */
export async function authenticate(request: AdminRequest, access: Access): Promise<TokenRequest> {
  const digest = tokenDigest(request.call)
  if (digest === null) throw new AdminProblem('unauthorized')
  const { records, now } = await verification().finder.findAll([digest])
  const record = records[0] ?? null
  return { ...request, token: admitted(record !== null && !isKey(record) ? record : null, { request, access, now }) }
}

/** Dead, unknown and malformed tokens are told apart nowhere. */
export function admitted(
  token: TokenRecord | null,
  { request, access, now }: { request: AdminRequest; access: Access; now: number },
): TokenRecord {
  const outcome = decideToken(token, request.client, now)
  if (outcome === 'ip_not_allowed' || outcome === 'ip_unknown') throw new AdminProblem('ip_not_allowed')
  if (token === null || outcome !== 'allowed') throw new AdminProblem('unauthorized')
  if (token.role !== 'write' && token.role !== access) {
    throw new AdminProblem('forbidden', {
      message: `This token's role is ${token.role}, and this operation needs ${needs[access]}`,
    })
  }
  recordTokenUse(token.tokenId, request.client, now)
  return token
}

const needs = {
  read: 'read or write',
  verify: 'verify or write',
  write: 'write',
  none: 'none',
} as const satisfies Record<Access, string>

const CLI_AGENT = /^gatelist-cli\//

/** Who an audit event names. The door is what the program says of itself; it decides nothing. */
export function actorOf({ call, client, requestId, token }: TokenRequest): TokenActor {
  return {
    kind: 'token',
    tokenId: token.tokenId,
    userId: null,
    label: `token ${token.name}`,
    workspaceId: token.workspaceId,
    role: 'admin',
    address: client.ok ? client.text : null,
    door: doorOf(call),
    requestId,
  }
}

export function doorOf(call: ApiCall): 'cli' | 'api' {
  return CLI_AGENT.test(headerLines(call.rawHeaders, 'user-agent')[0] ?? '') ? 'cli' : 'api'
}

/** A query parameter that may be given once, by its name or that in camelCase. */
export function queryValue(query: URLSearchParams, name: string): string | null {
  const values = [...new Set([name, camelCase(name)])].flatMap((one) => query.getAll(one))
  if (values.length > 1) throw new AdminProblem('bad_request', { message: `${name}: must be given once` })
  return values[0] ?? null
}
