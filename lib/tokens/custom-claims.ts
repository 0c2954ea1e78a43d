import { ok, type Result, refuse } from '#lib/errors'
import type { JsonObject } from './claims.ts'
import { isWellFormed } from './well-formed.ts'

export type CustomClaimsRefusal = 'reserved_claim' | 'malformed_claims'

/** Ours, and those that other software would read a meaning into. `aud` is free: it is for the token's reader. */
export const RESERVED_CLAIMS: readonly string[] = [
  ...['jti', 'sub', 'iss', 'iat', 'exp', 'nbf', 'act', 'nid', 'scp', 'scope', 'meta', 'vis', 'acl'],
  ...['akid', 'pid', 'tty', 'oid', 'cnf'],
]

/** Of the claims as JSON, in bytes of UTF-8. */
const MAX_BYTES = 4096
/** The claims themselves are the first level. */
const MAX_DEPTH = 8

/** Reads the claims that who derives a token wants to have in it, beside ours. Refused with the name of what is wrong. */
export function readCustomClaims(claims: unknown): Result<JsonObject, CustomClaimsRefusal> {
  if (!isObject(claims)) return malformed('must be an object')
  const reserved = RESERVED_CLAIMS.filter((name) => Object.hasOwn(claims, name))
  if (reserved.length > 0) {
    return refuse('reserved_claim', `custom_claims must not have the reserved ${namesOf(reserved)}`)
  }
  const problem = problemOf(claims, 1)
  if (problem !== null) return malformed(problem)
  if (Buffer.byteLength(JSON.stringify(claims)) > MAX_BYTES)
    return malformed(`must be at most ${MAX_BYTES} bytes of JSON`)
  if (!isAudience(claims.aud)) return malformed('must have a text or a list of texts as aud')
  return ok(claims)
}

/** Depth is looked at first, so that nothing here or later is called deeper than that. */
function problemOf(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return textProblem(value)
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'must have finite numbers only'
  if (typeof value === 'boolean' || value === null) return null
  if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`
  if (Array.isArray(value)) return firstProblem(value, (item) => problemOf(item, depth + 1))
  if (!isObject(value)) return 'must be JSON'
  return firstProblem(Object.entries(value), ([name, item]) => nameProblem(name) ?? problemOf(item, depth + 1))
}

function nameProblem(name: string): string | null {
  return name === '__proto__' ? 'must not have the name __proto__' : textProblem(name)
}

/** NUL has no place in a PostgreSQL text, half a surrogate pair none in UTF-8. */
function textProblem(text: string): string | null {
  return text.includes('\0') || !isWellFormed(text) ? 'must be well-formed Unicode without NUL' : null
}

function firstProblem<T>(items: readonly T[], problem: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = problem(item)
    if (found !== null) return found
  }
  return null
}

function isAudience(aud: unknown): boolean {
  if (aud === undefined || typeof aud === 'string') return aud !== ''
  return Array.isArray(aud) && aud.length > 0 && aud.every((one) => typeof one === 'string' && one !== '')
}

function isObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function namesOf(names: readonly string[]): string {
  return `${names.length === 1 ? 'name' : 'names'} ${names.map((name) => `'${name}'`).join(', ')}`
}

function malformed(problem: string): { ok: false; error: 'malformed_claims'; message: string } {
  return refuse('malformed_claims', `custom_claims ${problem}`)
}
