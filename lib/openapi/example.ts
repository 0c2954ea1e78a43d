import type { Media, OpenApiDocument, Schema } from './document.ts'
import { type Flat, flatten, type Trail } from './flatten.ts'
import { exampleOf } from './shape.ts'
import { kindsOf } from './type-words.ts'

/** What a body may look like, as it goes on the wire. Null when its schema gives no end. */
export function exampleText(document: OpenApiDocument, mediaType: string, media: Media): string | null {
  const example = exampleOfMedia(document, media)
  if (example === undefined) return null
  return typeof example === 'string' && !isJson(mediaType) ? example : JSON.stringify(example, null, 2)
}

function isJson(mediaType: string): boolean {
  return /[/+]json\b/.test(mediaType)
}

/** As the document gives it, else made up from its schema. */
function exampleOfMedia(document: OpenApiDocument, media: Media): unknown {
  const given = media.example ?? Object.values(media.examples ?? {})[0]?.value
  if (given !== undefined) return given
  return media.schema === undefined ? undefined : exampleOfSchema(document, media.schema)
}

/** Undefined when there is no end to it: the schema holds itself. */
export function exampleOfSchema(document: OpenApiDocument, schema: Schema, trail: Trail = []): unknown {
  const flat = flatten(document, schema, trail)
  const given = exampleOf(flat.schema) ?? flat.schema.default ?? flat.schema.const ?? flat.schema.enum?.[0]
  if (given !== undefined) return given
  if (flat.recursive) return undefined
  const [variant] = flat.variants
  if (variant !== undefined) return exampleOfVariant(document, flat, variant)
  return exampleOfKind(document, flat)
}

/** The fields beside a choice are in every variant of it. */
function exampleOfVariant(document: OpenApiDocument, flat: Flat, variant: Schema): unknown {
  const value = exampleOfSchema(document, variant, flat.trail)
  if (flat.schema.properties === undefined || typeof value !== 'object' || value === null) return value
  return { ...exampleOfObject(document, flat), ...value }
}

function exampleOfKind(document: OpenApiDocument, flat: Flat): unknown {
  const [kind] = kindsOf(flat.schema)
  if (kind === 'object') return exampleOfObject(document, flat)
  if (kind === 'array') return exampleOfArray(document, flat)
  if (kind === 'string') return texts[flat.schema.format ?? ''] ?? 'string'
  if (kind === 'integer' || kind === 'number') return exampleOfNumber(flat.schema)
  if (kind === 'boolean') return true
  return kind === undefined && flat.nullable ? null : {}
}

/** Documentation's own addresses (RFC 5737, RFC 3849) and names (RFC 2606). */
const texts: Readonly<Record<string, string>> = {
  'date-time': '2027-01-31T09:30:00Z',
  date: '2027-01-31',
  duration: 'PT1H',
  email: 'ada@example.com',
  hostname: 'example.com',
  ipv4: '203.0.113.7',
  ipv6: '2001:db8::7',
  cidrv4: '203.0.113.0/24',
  cidrv6: '2001:db8::/32',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
}

function exampleOfNumber({ minimum, exclusiveMinimum, maximum }: Schema): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 1 : exclusiveMinimum + 1)
  const sensible = Math.abs(least) < Number.MAX_SAFE_INTEGER ? least : 1
  return maximum === undefined ? sensible : Math.min(sensible, maximum)
}

function exampleOfArray(document: OpenApiDocument, { schema, trail }: Flat): unknown[] {
  const items = schema.prefixItems ?? (schema.items === undefined ? [] : [schema.items])
  return items.map((item) => exampleOfSchema(document, item, trail)).filter((value) => value !== undefined)
}

/**
 * The required fields, and those whose author gave an example: which optional fields belong together (a reason only when
 * it went badly) the schema does not say. All of them when that would leave nothing.
 */
function exampleOfObject(document: OpenApiDocument, { schema, trail }: Flat): Record<string, unknown> {
  const all = Object.entries(schema.properties ?? {})
  const told = all.filter(
    ([name, property]) => schema.required?.includes(name) || exampleOf(flatten(document, property, trail).schema),
  )
  const shown = told.length === 0 ? all : told
  const made = shown.map(([name, property]) => [name, exampleOfSchema(document, property, trail)] as const)
  const values = schema.additionalProperties
  if (all.length > 0 || typeof values !== 'object') return entriesOf(made)
  return entriesOf([['key', exampleOfSchema(document, values, trail)]])
}

function entriesOf(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}
