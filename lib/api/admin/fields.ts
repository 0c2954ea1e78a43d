import { z } from '@hono/zod-openapi'
import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { formatDuration, parseDuration } from '#lib/duration'
import { env } from '#lib/env'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { parseEntry } from '#lib/ip/entry'
import { formatNetwork } from '#lib/ip/network'
import type { Metadata } from '#lib/keys/key-spec'
import { MAX_BYPASS_MINUTES } from '#lib/keys/schema'
import type { AccessMode } from '#lib/keys/views'
import { MAX_LISTS_PER_KEY } from '#lib/lists/list-ids'
import type { RatePolicy } from '#lib/verify/key-record'

// Control characters, half surrogate pairs and marks that turn the reading direction around.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/** One line of text of 1 to `max` characters. */
export const line = (max: number) =>
  z
    .string({ error: 'must be a string' })
    .min(1, `must have 1 to ${max} characters`)
    .max(max, `must have 1 to ${max} characters`)
    .refine((text) => !UNPRINTABLE.test(text), 'must not have control characters')
    .refine((text) => text === '' || text.trim() !== '', 'must not be blank')

export const name = line(255).openapi({ description: 'What the key is called.', example: 'restricted-key' })
export const actorId = line(255).openapi({
  description: 'Whom the key acts for, in words of your own.',
  example: 'service_payments',
})
export const requestId = line(36).openapi({
  description: 'Repeats of a request with the same id make one key; the secret is in the first answer only.',
})

export const scopes = z
  .array(line(100), { error: 'must be an array of strings' })
  .max(100, 'must have at most 100 items')
  .openapi({ description: 'What the key may do, in words of your own.', example: ['payments:read'] })

const MAX_METADATA_BYTES = 65_536

/** PostgreSQL writes numbers out: `1e300`, of five characters, comes back as one with 301 digits. */
const writtenOut = (_: string, part: unknown) => {
  const [, exponent] = typeof part === 'number' ? String(part).split('e') : []
  return exponent === undefined ? part : '0'.repeat(Math.abs(Number(exponent)))
}

export const metadata = z
  .record(z.string(), z.unknown(), { error: 'must be a JSON object' })
  .refine((value) => Buffer.byteLength(JSON.stringify(value, writtenOut)) <= MAX_METADATA_BYTES, {
    error: `must have at most ${MAX_METADATA_BYTES} bytes as JSON`,
  })
  .transform((value) => value as Metadata)
  .openapi({
    type: 'object',
    description: 'A JSON object of your own, at most 65,536 bytes.',
    example: { team: 'core' },
  })

export const visibility = z
  .enum(['KEY_VISIBILITY_UNSPECIFIED', 'KEY_VISIBILITY_SECRET', 'KEY_VISIBILITY_PUBLIC'], {
    error: 'must be KEY_VISIBILITY_SECRET or KEY_VISIBILITY_PUBLIC',
  })
  .transform((value) => (value === 'KEY_VISIBILITY_PUBLIC' ? ('public' as const) : ('secret' as const)))
  .openapi({ description: 'Whether the key may be published, for example in a web page. Unspecified is secret.' })

/** A duration in whole seconds. */
const duration = (what: { min: number; max: number; minMessage?: string }) =>
  z.string({ error: 'must be a duration such as "3600s" or "24h"' }).transform((text, context) => {
    const seconds = parseDuration(text)
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    if (seconds === null) return refuse('must be a duration in whole seconds, such as "3600s", "24h" or "30d"')
    if (seconds < what.min) return refuse(what.minMessage ?? `must be at least ${formatDuration(what.min)}`)
    return seconds <= what.max ? seconds : refuse(`must be at most ${formatDuration(what.max)}`)
  })

const TEN_YEARS = 315_360_000

/** How long a key lives, in seconds; the configured default when it is not said. */
export const keyTtl = duration({
  min: 1,
  max: TEN_YEARS,
  minMessage: 'ttl must be greater than 0; non-expiring API keys are not supported',
})
  .superRefine((seconds, context) => {
    const { keyMaxTtlSeconds } = env()
    if (seconds <= keyMaxTtlSeconds) return
    const message = `ttl ${formatDuration(seconds)} exceeds the project maximum of ${formatDuration(keyMaxTtlSeconds)}`
    context.addIssue({ code: 'custom', message })
  })
  .openapi({ type: 'string', description: 'How long the key lives: `3600s`, `24h`, `30d`, `1y`.', example: '30d' })

export const tokenTtl = duration({ min: 1, max: TEN_YEARS }).openapi({
  type: 'string',
  description: 'How long the token lives, at most as long as its key.',
  example: '15m',
})

const MONTH = 2_592_000

export const gracePeriod = duration({ min: 0, max: MONTH }).openapi({
  type: 'string',
  description: 'How long the old secret goes on working beside the new one, at most `30d`. Without it: not at all.',
  example: '24h',
})

export const bypassDuration = duration({ min: 60, max: MAX_BYPASS_MINUTES * 60 }).openapi({
  type: 'string',
  description: 'For how long any address is let through, from `1m` to `60m`.',
  example: '15m',
})
export const bypassReason = line(200).openapi({ description: 'Why; everybody who sees the key sees it.' })

export const entryTtl = duration({ min: 1, max: TEN_YEARS }).openapi({
  type: 'string',
  description: 'How long the entry admits, from now.',
  example: '2h',
})

export const expireTime = z.iso
  .datetime({ offset: true, error: 'must be a time such as "2030-01-31T12:00:00Z" (RFC 3339)' })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() > Date.now(), 'must be in the future')
  .refine((at) => at.getUTCFullYear() < 10_000, 'must be before the year 10000')
  .openapi({ type: 'string', format: 'date-time', description: 'From when the entry admits nobody.' })

const MAX_QUOTA = BigInt(Number.MAX_SAFE_INTEGER)
const YEAR = 31_536_000

export const rateLimitPolicy = z
  .object(
    {
      quota: z.union([z.string(), z.number()], { error: 'must be a whole number' }).transform((value, context) => {
        const text = String(value)
        if (/^[1-9]\d{0,15}$/.test(text) && BigInt(text) <= MAX_QUOTA) return Number(text)
        context.addIssue({ code: 'custom', message: `must be a whole number from 1 to ${MAX_QUOTA}` })
        return z.NEVER
      }),
      window: duration({ min: 1, max: YEAR }),
      unit: z.string({ error: 'must be a string' }).max(100, 'must have at most 100 characters').optional(),
    },
    { error: 'must be an object with quota and window' },
  )
  .transform(({ quota, window }): RatePolicy => ({ quota, windowSeconds: window }))
  .openapi({
    type: 'object',
    properties: {
      quota: { type: 'string', format: 'int64', description: 'A whole number from 1; as text or as a number.' },
      window: { type: 'string', description: 'From `1s` to `1y`.' },
      unit: { type: 'string', description: 'Always requests, whatever is sent.' },
    },
    required: ['quota', 'window'],
    description: 'At most `quota` calls in each `window`, counted across all servers.',
    example: { quota: '100', window: '60s' },
  })

const MAX_CIDR_LENGTH = 50

/** One network as programs write it: a CIDR or a single address. */
export const cidr = z
  .string({ error: 'must be a string' })
  .min(1, `must have 1 to ${MAX_CIDR_LENGTH} characters`)
  .max(MAX_CIDR_LENGTH, `must have 1 to ${MAX_CIDR_LENGTH} characters`)
  .transform((written, context): ListEntry => {
    const parsed = parseEntry(written)
    const [network] = parsed.ok ? parsed.networks : []
    if (parsed.ok && network !== undefined && !written.includes('-')) return { network, note: null, written }
    context.addIssue({ code: 'custom', message: `invalid CIDR address: ${JSON.stringify(written)}${why(parsed)}` })
    return z.NEVER
  })
  .openapi({ type: 'string', description: 'A CIDR or a single address.', example: '10.0.0.0/8' })

function why(parsed: ReturnType<typeof parseEntry>): string {
  if (parsed.ok) return ' (write a range as the CIDRs that make it up)'
  const suggestion = parsed.suggestion === undefined ? '' : `; did you mean ${parsed.suggestion}?`
  return ` (${parsed.problem.message}${suggestion})`
}

export const ipRestriction = z
  .object(
    {
      allowed_cidrs: z
        .array(cidr, { error: 'must be an array of CIDRs; send [] to open the key to any address' })
        .max(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} items`),
    },
    { error: 'must be an object with allowed_cidrs' },
  )
  .transform(({ allowed_cidrs }) => onceEach(allowed_cidrs))
  .openapi({
    type: 'object',
    properties: {
      allowed_cidrs: {
        type: 'array',
        maxItems: MAX_ENTRIES,
        items: { type: 'string', minLength: 1, maxLength: MAX_CIDR_LENGTH },
        description: 'CIDRs and single addresses of IPv4 and IPv6.',
      },
    },
    required: ['allowed_cidrs'],
    description:
      'From where the key may be used. An empty `allowed_cidrs` opens the key to any address. A network that is named twice is kept once, where it came first.',
    example: { allowed_cidrs: ['127.0.0.1/32', '10.0.0.0/8'] },
  })

/** A whole list of networks, where that is a field of its own. */
export const cidrList = z
  .array(cidr, { error: 'must be an array of CIDRs' })
  .max(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} items`)
  .transform((entries): readonly ListEntry[] => onceEach(entries))
  .openapi({
    type: 'array',
    maxItems: MAX_ENTRIES,
    items: { type: 'string', minLength: 1, maxLength: MAX_CIDR_LENGTH },
    description: 'CIDRs and single addresses of IPv4 and IPv6. A network that is named twice is kept once.',
    example: ['203.0.113.0/24', '2001:db8::/32'],
  })

/** Which named lists a key uses. */
export const allowlistIds = z
  .array(z.string({ error: 'must be a string' }).max(36, 'must be the id of a named list'), {
    error: 'must be an array of ids of named lists',
  })
  .max(MAX_LISTS_PER_KEY, `must have at most ${MAX_LISTS_PER_KEY} items`)
  .openapi({ description: 'The ids of named lists of the workspace, whose entries admit too.' })

function onceEach(entries: readonly ListEntry[]): ListEntry[] {
  const first = new Map<string, ListEntry>()
  for (const entry of entries) {
    const network = formatNetwork(entry.network)
    if (!first.has(network)) first.set(network, entry)
  }
  return [...first.values()]
}

export const credential = z
  .string({ error: 'must be a string' })
  .min(1, 'must have 1 to 4096 characters')
  .max(4096, 'must have 1 to 4096 characters')
  .refine((text) => !/[\0\p{Cs}]/u.test(text), 'must be text')
  .openapi({ description: 'The key, or a token derived from one.', example: 'gl_live_…' })

export const clientIp = z.string({ error: 'must be a string' }).max(45, 'must be an IP address').openapi({
  description: 'The address to judge by, when you ask for a caller of your own. Without it: your own address.',
  example: '203.0.113.7',
})

const accessModes = {
  ACCESS_MODE_OPEN: 'open',
  ACCESS_MODE_ENFORCE: 'enforce',
  ACCESS_MODE_REPORT: 'report',
} as const satisfies Record<string, AccessMode>

export const accessMode = z
  .enum(Object.keys(accessModes) as [keyof typeof accessModes, ...(keyof typeof accessModes)[]], {
    error: `must be one of ${Object.keys(accessModes).join(', ')}`,
  })
  .transform((mode) => accessModes[mode])

const reasons = {
  REVOCATION_REASON_UNSPECIFIED: 'unspecified',
  REVOCATION_REASON_KEY_COMPROMISE: 'key_compromise',
  REVOCATION_REASON_AFFILIATION_CHANGED: 'affiliation_changed',
  REVOCATION_REASON_SUPERSEDED: 'superseded',
  REVOCATION_REASON_PRIVILEGE_WITHDRAWN: 'privilege_withdrawn',
} as const

export const revocationReason = z
  .enum(Object.keys(reasons) as [keyof typeof reasons, ...(keyof typeof reasons)[]], {
    error: `must be one of ${Object.keys(reasons).join(', ')}`,
  })
  .transform((reason) => reasons[reason])
