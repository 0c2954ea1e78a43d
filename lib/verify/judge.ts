import type { ClientIp } from '#lib/client-ip/resolve'
import { importedDigest, inspectSecret, looksIssued, secretDigest } from '#lib/keys/secret'
import { classifyCredential } from '#lib/tokens/classify-credential'
import { admitsAddress } from '#lib/tokens/grant'
import { type DerivedToken, judgeTimes, openDerivedToken } from '#lib/tokens/read-token'
import { decide, isLetThrough, type Outcome } from './decide.ts'
import type { CredentialFinder } from './freshness.ts'
import { type CredentialRecord, isKey, type KeyRecord } from './key-record.ts'
import { idLookup } from './source.ts'

/** `signature_invalid`: a token that is not ours. `token_expired`, `token_not_yet_valid`: ours, at another time. */
export type Verdict = {
  readonly outcome: Outcome | 'signature_invalid' | 'token_expired' | 'token_not_yet_valid'
  /** The key that was presented, or that the token was derived from; null when there is none. */
  readonly key: KeyRecord | null
  readonly token: DerivedToken | null
}

/** A credential as far as it can be told without the database. */
export type Prepared =
  | { readonly lookup: string; readonly token: DerivedToken | null }
  | { readonly lookup: null; readonly outcome: Verdict['outcome'] }

type Where = { readonly finder: CredentialFinder; readonly workspaceId: string; readonly issuer: string }

/** `prepare` for several at once. Waits for none when there is none to wait for: this is the hot path. */
export function prepareAll(
  credentials: readonly string[],
  where: Where,
): readonly Prepared[] | Promise<readonly Prepared[]> {
  const all = credentials.map((credential) => prepare(credential, where))
  return all.some((one) => one instanceof Promise) ? Promise.all(all) : (all as readonly Prepared[])
}

/** What a text is, and what to look it up by. Junk that looks issued and tokens that are not ours need no look-up. */
export function prepare(credential: string, where: Where): Prepared | Promise<Prepared> {
  const { finder, workspaceId } = where
  const kind = classifyCredential(credential, looksIssued)
  if (kind === 'imported') return { lookup: importedDigest(workspaceId, credential), token: null }
  if (kind === 'issued') {
    const lookup = secretDigest(credential)
    const isOurs = finder.remembers(lookup) || inspectSecret(credential).ok
    return isOurs ? { lookup, token: null } : { lookup: null, outcome: 'unknown_key' }
  }
  return prepareToken(credential, where)
}

async function prepareToken(credential: string, { workspaceId, issuer }: Where): Promise<Prepared> {
  const opened = await openDerivedToken(credential, { issuer })
  if (!opened.ok) return { lookup: null, outcome: 'signature_invalid' }
  if (opened.token.workspaceId !== workspaceId) return { lookup: null, outcome: 'unknown_key' }
  return { lookup: idLookup(opened.token.keyId), token: opened.token }
}

/**
 * Judges a prepared credential by the record that was found for it. A key of another workspace is no key. A token is judged by
 * its key as it is now, then by its own times, then by the address, which both the key and the list sealed in it must admit: a
 * bypass of the key is none of what is sealed. Of its scopes those remain that its key still has.
 */
export function judge(
  prepared: Prepared,
  record: CredentialRecord | null,
  { client, workspaceId, now }: { client: ClientIp; workspaceId: string; now: number },
): Verdict {
  if (prepared.lookup === null) return { outcome: prepared.outcome, key: null, token: null }
  const key = record !== null && isKey(record) && record.workspaceId === workspaceId ? record : null
  const { token } = prepared
  const outcome = decide(key, client, now)
  if (key === null || token === null) return { outcome, key, token: null }
  const isAlive = !['unknown_key', 'revoked', 'expired', 'paused'].includes(outcome)
  const kept = { ...token, scopes: token.scopes.filter((scope) => key.facts.scopes.includes(scope)) }
  return { outcome: isAlive ? judgeToken(token, outcome, { client, now }) : outcome, key, token: kept }
}

function judgeToken(
  token: DerivedToken,
  ofKey: Outcome,
  { client, now }: { client: ClientIp; now: number },
): Verdict['outcome'] {
  const times = judgeTimes(token, now)
  if (times === 'expired') return 'token_expired'
  if (times === 'not_yet_valid') return 'token_not_yet_valid'
  if (token.networks.length === 0 || !isLetThrough(ofKey)) return ofKey
  if (!client.ok) return 'ip_unknown'
  return admitsAddress(token.networks, client.address) ? ofKey : 'ip_not_allowed'
}
