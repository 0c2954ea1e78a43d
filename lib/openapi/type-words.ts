import type { OpenApiDocument, Schema } from './document.ts'
import { type Flat, flatten, typesOf } from './flatten.ts'

/** A type as people say it: `string (date-time)`, `array of Entry objects`, `map of integer`, `string or null`. */
export function typeWords(document: OpenApiDocument, flat: Flat): string {
  return flat.nullable ? `${solidWords(document, flat)} or null` : solidWords(document, flat)
}

function solidWords(document: OpenApiDocument, flat: Flat): string {
  const { schema, variants, trail } = flat
  if (variants.length > 0) {
    const words = new Set(variants.map((variant) => typeWords(document, flatten(document, variant, trail))))
    return words.size > MAX_NAMED_VARIANTS ? `one of ${variants.length} types` : [...words].join(' or ')
  }
  const types = kindsOf(schema)
  if (types.length === 0) return flat.recursive && flat.name !== null ? `${flat.name} object` : 'any'
  return types.map((type) => oneType(document, flat, type)).join(' or ')
}

const MAX_NAMED_VARIANTS = 3

/** The types that are said, or that its other words imply; without null. */
export function kindsOf(schema: Schema): readonly string[] {
  const said = typesOf(schema).filter((type) => type !== 'null')
  if (said.length > 0) return said
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return ['object']
  if (schema.items !== undefined || schema.prefixItems !== undefined) return ['array']
  const value = schema.const ?? schema.enum?.[0]
  return value === undefined || value === null ? [] : [typeof value]
}

function oneType(document: OpenApiDocument, { schema, name, trail }: Flat, type: string): string {
  if (type === 'array') return arrayWords(document, schema, trail)
  if (type === 'object') return objectWords(document, schema, { name, trail })
  return schema.format === undefined ? type : `${type} (${schema.format})`
}

function arrayWords(document: OpenApiDocument, { items, prefixItems }: Schema, trail: Flat['trail']): string {
  const words = (schema: Schema) => typeWords(document, flatten(document, schema, trail))
  if (prefixItems !== undefined) return `[${prefixItems.map(words).join(', ')}]`
  if (items === undefined) return 'array'
  const item = words(items)
  if (item === 'any') return 'array'
  return `array of ${item.includes(' or ') ? `(${item})` : item.replace(/object$/, 'objects')}`
}

function objectWords(document: OpenApiDocument, schema: Schema, { name, trail }: Pick<Flat, 'name' | 'trail'>): string {
  const values = schema.additionalProperties
  const isMap = schema.properties === undefined && values !== undefined && values !== false
  if (!isMap) return name === null ? 'object' : `${name} object`
  const value = values === true ? 'any' : typeWords(document, flatten(document, values, trail))
  return value === 'any' ? 'map' : `map of ${value.replace(/object$/, 'objects')}`
}
