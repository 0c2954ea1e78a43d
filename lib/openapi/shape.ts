import type { OpenApiDocument, Schema } from './document.ts'
import { type Flat, flatten, type Trail } from './flatten.ts'
import { limitsOf } from './limits.ts'
import { kindsOf, typeWords } from './type-words.ts'

/** A schema as the reference shows it. Values are JSON text, so that `"5"` and `5` can be told apart. */
export type Shape = {
  /** Of the component that it is, or that it is a list or map of. */
  readonly name: string | null
  readonly type: string
  readonly description: string | null
  readonly deprecated: boolean
  readonly limits: readonly string[]
  readonly pattern: string | null
  readonly values: readonly string[]
  readonly defaultValue: string | null
  readonly example: string | null
  /** Of the object, or of each object in the array or map. */
  readonly fields: readonly Field[]
  readonly variants: readonly Variant[]
  /** Of the object that describes what is in it, where that is described once for several places. */
  readonly objectId: string | null
}

export type Field = { readonly name: string; readonly required: boolean; readonly shape: Shape }

/** One way a value can look. */
export type Variant = { readonly label: string; readonly shape: Shape }

export function shapeOf(document: OpenApiDocument, schema: Schema, trail: Trail = []): Shape {
  const flat = flatten(document, schema, trail)
  const inner = innerOf(document, flat)
  return {
    name: flat.name ?? inner?.name ?? null,
    type: typeWords(document, flat),
    description: flat.schema.description ?? inner?.schema.description ?? null,
    deprecated: flat.schema.deprecated === true,
    limits: [
      ...limitsOf(flat.schema),
      ...(inner === null ? [] : limitsOf(inner.schema).map((words) => `each ${words}`)),
    ],
    pattern: flat.schema.pattern ?? inner?.schema.pattern ?? null,
    values: valuesOf(flat.schema).concat(inner === null ? [] : valuesOf(inner.schema)),
    defaultValue: textOf(flat.schema.default),
    example: textOf(exampleOf(flat.schema)),
    fields: fieldsOf(document, inner ?? flat),
    variants: variantsOf(document, inner ?? flat),
    objectId: null,
  }
}

/** What an array or a map holds, arrays of arrays to the bottom. Null for anything else. */
function innerOf(document: OpenApiDocument, flat: Flat): Flat | null {
  const inner = flat.recursive ? undefined : (flat.schema.items ?? mapValue(flat.schema))
  if (inner === undefined) return null
  const within = flatten(document, inner, flat.trail)
  return innerOf(document, within) ?? within
}

function mapValue({ properties, additionalProperties }: Schema): Schema | undefined {
  return properties === undefined && typeof additionalProperties === 'object' ? additionalProperties : undefined
}

function fieldsOf(document: OpenApiDocument, { schema, trail, recursive }: Flat): readonly Field[] {
  if (recursive) return []
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    shape: shapeOf(document, property, trail),
  }))
}

/** Variants of which nothing but the type could be said are left to the type's own words. */
function variantsOf(document: OpenApiDocument, { variants, trail }: Flat): readonly Variant[] {
  const shown = variants.map((variant) => {
    const shape = shapeOf(document, variant, trail)
    return { label: variant.title ?? labelOf(shape), shape }
  })
  return shown.some(({ shape }) => saysMoreThanType(shape)) ? shown : []
}

/** A variant that is told by a fixed field (`kind: "mx"`) goes by that, one that is a fixed value by the value. */
function labelOf({ type, fields, values }: Shape): string {
  if (values.length === 1) return `${type} ${values[0]}`
  const [fixed] = fields.filter(({ shape }) => shape.values.length === 1)
  if (type !== 'object' || fixed === undefined) return type
  return `${fixed.name}: ${fixed.shape.values[0]}`
}

export function saysMoreThanType({ description, limits, pattern, values, fields, variants }: Shape): boolean {
  const lists = [limits, values, fields, variants]
  return description !== null || pattern !== null || lists.some(({ length }) => length > 0)
}

function valuesOf(schema: Schema): string[] {
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const]
  // That it may be null is in the words of the type.
  const shown = kindsOf(schema).length === 0 ? values : values.filter((value) => value !== null)
  return shown.map((value) => JSON.stringify(value))
}

/** What a shape holds, a step inwards. */
export function innerShapes({ fields, variants }: Shape): readonly Shape[] {
  return [...fields, ...variants].map(({ shape }) => shape)
}

/** The first example that is given with the schema itself. */
export function exampleOf({ example, examples }: Schema): unknown {
  return example ?? examples?.[0]
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
