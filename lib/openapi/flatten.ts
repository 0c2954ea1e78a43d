import type { OpenApiDocument, Schema } from './document.ts'
import { resolve } from './resolve.ts'

/** The schemas that are being read from the outermost in, by name: one that comes again holds itself. */
export type Trail = readonly string[]

/** A schema without indirection: references followed, `allOf` merged, `null` told apart. */
export type Flat = {
  readonly schema: Schema
  /** Of the component it comes from. */
  readonly name: string | null
  readonly nullable: boolean
  /** Of `oneOf` or `anyOf`, two or more. */
  readonly variants: readonly Schema[]
  readonly trail: Trail
  /** It stands inside itself: name it, but go no further. */
  readonly recursive: boolean
}

export function flatten(document: OpenApiDocument, start: Schema, trail: Trail = []): Flat {
  const resolved = resolve(document, start)
  if (resolved === null) return leaf({ schema: {}, name: null, trail, recursive: start.$ref !== undefined })
  const { value, name } = resolved
  if (name !== null && trail.includes(name)) return leaf({ schema: value, name, trail, recursive: true })
  const within = name === null ? trail : [...trail, name]
  return splitVariants(document, mergeAll(document, { schema: value, name, trail: within, recursive: false }))
}

type Merged = Pick<Flat, 'schema' | 'name' | 'trail' | 'recursive'>

function leaf(merged: Merged): Flat {
  return { ...merged, nullable: typesOf(merged.schema).includes('null'), variants: [] }
}

/**
 * `allOf` as one schema: properties together, and for all else the later word wins. That is how @hono/zod-openapi writes
 * a nullable or described reference: `allOf: [{ $ref }, { type: ['object', 'null'], description }]`.
 */
function mergeAll(document: OpenApiDocument, merged: Merged): Merged {
  const { allOf, ...outer } = merged.schema
  if (allOf === undefined) return merged
  let { name, trail, recursive } = merged
  let schema: Schema = {}
  for (const part of allOf) {
    const flat = mergeAll(document, partOf(document, part, trail))
    schema = merge(schema, flat.schema)
    trail = flat.trail
    recursive ||= flat.recursive
    name ??= flat.name
  }
  return { schema: merge(schema, outer), name, trail, recursive }
}

function partOf(document: OpenApiDocument, part: Schema, trail: Trail): Merged {
  const resolved = resolve(document, part)
  if (resolved === null) return { schema: {}, name: null, trail, recursive: false }
  const { value, name } = resolved
  if (name === null) return { schema: value, name, trail, recursive: false }
  if (!trail.includes(name)) return { schema: value, name, trail: [...trail, name], recursive: false }
  const { allOf: _, ...own } = value
  return { schema: own, name, trail, recursive: true }
}

function merge(first: Schema, second: Schema): Schema {
  const properties = { ...first.properties, ...second.properties }
  const required = [...(first.required ?? []), ...(second.required ?? [])]
  return {
    ...first,
    ...second,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  }
}

/** A choice with `null`, of one thing, is that thing and may be null. */
function splitVariants(document: OpenApiDocument, merged: Merged): Flat {
  const { oneOf, anyOf, ...rest } = merged.schema
  const choices = oneOf ?? anyOf ?? []
  const variants = choices.filter((choice) => !isNull(document, choice))
  const [only] = variants
  const nullable = variants.length < choices.length || typesOf(rest).includes('null')
  if (only === undefined || merged.recursive) return { ...merged, schema: rest, nullable, variants: [] }
  if (variants.length > 1) return { ...merged, schema: rest, nullable, variants }
  const flat = flatten(document, only, merged.trail)
  return { ...flat, schema: merge(flat.schema, rest), nullable: nullable || flat.nullable }
}

function isNull(document: OpenApiDocument, schema: Schema): boolean {
  const types = typesOf(resolve(document, schema)?.value ?? {})
  return types.length === 1 && types[0] === 'null'
}

export function typesOf({ type }: Schema): readonly string[] {
  if (type === undefined) return []
  return typeof type === 'string' ? [type] : type
}
