import type { z } from '@hono/zod-openapi'
import { AdminProblem, type FieldViolation, invalidFields, namedTwice } from './problem.ts'

/**
 * Reads a body by its schema. As in Talos, names may be written in camelCase, `null` is absent, and unknown names are passed over; but a
 * name that could be meant as a restriction is refused, because passing it over would leave a key open, and so is one that
 * could be meant as the address to judge by.
 *
 * @param resource what a wrapped body would be called, for example `issued_api_key`
 */
export function readFields<S extends z.ZodObject>(
  schema: S,
  body: Record<string, unknown>,
  { resource }: { resource?: string } = {},
): z.output<S> {
  const plain = schema.safeParse(body)
  // What is written as documented needs no second look.
  if (
    plain.success &&
    Object.keys(body).every((name) => Object.hasOwn(schema.shape, name) && !Object.hasOwn(NESTED, name))
  ) {
    return plain.data
  }
  const named = withSnakeCase(schema, body)
  if (resource !== undefined && [resource, camelCase(resource)].some((name) => Object.hasOwn(named, name))) {
    throw wrapped(resource)
  }
  const violations = [...lookalikes(schema, named, ''), ...nestedLookalikes(named)]
  if (violations.length > 0) throw invalidFields(violations)
  const present = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  throw invalidFields(violationsOf(parsed.error, present))
}

/** What zod found, in our words: a required field that is absent is said to be required. */
export function violationsOf(error: z.ZodError, body: unknown): FieldViolation[] {
  return error.issues.map(({ path, message }) => ({
    field: path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
      .join(''),
    description: isAbsent(body, path) ? 'is required' : message,
  }))
}

function isAbsent(body: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = body
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return false
    at = (at as Record<PropertyKey, unknown>)[part]
  }
  return at === undefined
}

const NESTED = { ip_restriction: ['allowed_cidrs'], rate_limit_policy: ['quota', 'window', 'unit'] } as const

function withSnakeCase(schema: z.ZodObject, body: Record<string, unknown>): Record<string, unknown> {
  const named = renamed(body, Object.keys(schema.shape))
  for (const [name, members] of Object.entries(NESTED)) {
    const value = named[name]
    if (isObject(value)) named[name] = renamed(value, members)
  }
  return named
}

function renamed(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  if (Object.keys(body).every((name) => names.includes(name))) return { ...body }
  const snakeOf = new Map(names.map((name) => [camelCase(name), name]))
  const named = new Map<string, unknown>()
  for (const [written, value] of Object.entries(body)) {
    const name = snakeOf.get(written) ?? written
    if (named.has(name)) throw namedTwice(name)
    named.set(name, value)
  }
  return Object.fromEntries(named)
}

/** As protojson names a field. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

const COULD_BE_A_RESTRICTION = /cidr|allow|restrict|whitelist|(^|_)ips?($|_)|^ip[A-Z]/i
const COULD_BE_AN_ADDRESS = /ips?$|addr|remote/i

// What answers hold beside their request's fields may be sent back.
const ANSWERED = new Set(['canonical_cidrs', 'allowed_cidrs', 'ip_restriction', 'client_ip'])

function lookalikes(schema: z.ZodObject, body: Record<string, unknown>, path: string): FieldViolation[] {
  return Object.keys(body)
    .filter((name) => !Object.hasOwn(schema.shape, name) && isLookalike(schema, name))
    .map((name) => ({ field: path + name, description: `is not a field here${hint(schema)}` }))
}

function isLookalike(schema: z.ZodObject, name: string): boolean {
  return (
    COULD_BE_A_RESTRICTION.test(name) || (Object.hasOwn(schema.shape, 'client_ip') && COULD_BE_AN_ADDRESS.test(name))
  )
}

function hint({ shape }: z.ZodObject): string {
  if (Object.hasOwn(shape, 'client_ip')) return '; the address to judge by is sent as client_ip'
  return Object.hasOwn(shape, 'ip_restriction') ? '; an allowlist is sent as ip_restriction.allowed_cidrs' : ''
}

function nestedLookalikes({ ip_restriction: value }: Record<string, unknown>): FieldViolation[] {
  if (!isObject(value)) return []
  const known = Object.hasOwn(value, 'allowed_cidrs')
  return Object.keys(value)
    .filter((name) => !ANSWERED.has(name) && (!known || COULD_BE_A_RESTRICTION.test(name)))
    .map((name) => ({ field: `ip_restriction.${name}`, description: 'is not a field here; send allowed_cidrs' }))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrapped(resource: string): AdminProblem {
  const description = 'send the bare resource, not one wrapped in this name'
  return new AdminProblem('bad_request', {
    message: `${resource}: ${description}`,
    violations: [{ field: resource, description }],
  })
}
