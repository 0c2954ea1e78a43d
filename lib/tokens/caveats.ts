import { parseEntry } from '#lib/ip/entry'
import type { Network } from '#lib/ip/network'
import type { Grant } from './grant.ts'
import { parseUtcTime } from './utc-time.ts'

/**
 * The language of caveats. A caveat is one line of text: a word, one space and what the word asks for. Every caveat can only
 * take away. What is not written exactly so refuses the whole token: a caveat that is not understood cannot be kept.
 *
 * - `claims <json>`: the first caveat of every token and no other. Ours: what the token grants to begin with.
 * - `scope <a> <b>`: of the scopes so far, these alone remain. A scope with a space in it cannot be named.
 * - `ip <cidr>[,<cidr>…]`: the caller's address must be in one of these networks, and so for each such caveat. Addresses and
 *   networks as in an allowlist (`203.0.113.7`, `2001:db8::/32`), no ranges, no spaces.
 * - `expires <time>`: not valid from this moment on. RFC 3339 in UTC, with `Z`. The earliest counts.
 */
export type Caveat =
  | { readonly word: 'claims'; readonly json: string }
  | { readonly word: 'scope'; readonly scopes: readonly string[] }
  | { readonly word: 'ip'; readonly networks: readonly Network[] }
  | { readonly word: 'expires'; readonly atMs: number }

export type CaveatProblem =
  | 'unknown_caveat'
  | 'malformed_scope'
  | 'malformed_ip'
  | 'malformed_expires'
  | 'claims_missing'
  | 'claims_repeated'

export type ParsedCaveat = { ok: true; caveat: Caveat } | { ok: false; problem: CaveatProblem }

export type SplitCaveats =
  | { ok: true; claimsJson: string; added: readonly Caveat[] }
  | { ok: false; problem: CaveatProblem; position: number }

export function claimsCaveat(json: string): string {
  return `claims ${json}`
}

export function parseCaveat(text: string): ParsedCaveat {
  const space = text.indexOf(' ')
  const word = text.slice(0, Math.max(space, 0))
  const rest = text.slice(space + 1)
  if (word === 'claims') return { ok: true, caveat: { word, json: rest } }
  if (word === 'scope') return parseScope(rest)
  if (word === 'ip') return parseIp(rest)
  if (word === 'expires') return parseExpires(rest)
  return refuse('unknown_caveat')
}

/**
 * Parts a token's caveats into the claims, which come first, and what its holders added.
 *
 * @returns `position`: which caveat is wrong, from 0
 */
export function splitCaveats(texts: readonly string[]): SplitCaveats {
  const caveats: Caveat[] = []
  for (const [position, text] of texts.entries()) {
    const parsed = parseCaveat(text)
    if (!parsed.ok) return { ...parsed, position }
    if (position > 0 && parsed.caveat.word === 'claims') return { ok: false, problem: 'claims_repeated', position }
    caveats.push(parsed.caveat)
  }
  const [first, ...added] = caveats
  if (first?.word !== 'claims') return { ok: false, problem: 'claims_missing', position: 0 }
  return { ok: true, claimsJson: first.json, added }
}

/** What remains of a grant under added caveats. Never more than there was, in any order. */
export function foldCaveats(grant: Grant, caveats: readonly Caveat[]): Grant {
  return caveats.reduce(narrow, grant)
}

function narrow(grant: Grant, caveat: Caveat): Grant {
  if (caveat.word === 'scope') {
    return { ...grant, scopes: grant.scopes.filter((scope) => caveat.scopes.includes(scope)) }
  }
  if (caveat.word === 'ip') return { ...grant, networks: [...grant.networks, caveat.networks] }
  if (caveat.word === 'expires') return { ...grant, expiresAtMs: Math.min(grant.expiresAtMs, caveat.atMs) }
  return grant
}

function parseScope(text: string): ParsedCaveat {
  const scopes = text.split(' ')
  return scopes.includes('') ? refuse('malformed_scope') : { ok: true, caveat: { word: 'scope', scopes } }
}

function parseIp(text: string): ParsedCaveat {
  const networks: Network[] = []
  for (const item of text.split(',')) {
    const entry = parseEntry(item)
    if (!entry.ok || item.includes('-')) return refuse('malformed_ip')
    networks.push(...entry.networks)
  }
  return { ok: true, caveat: { word: 'ip', networks } }
}

function parseExpires(text: string): ParsedCaveat {
  const atMs = parseUtcTime(text)
  return atMs === null ? refuse('malformed_expires') : { ok: true, caveat: { word: 'expires', atMs } }
}

function refuse(problem: CaveatProblem): ParsedCaveat {
  return { ok: false, problem }
}
