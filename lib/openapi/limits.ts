import type { Schema } from './document.ts'

/** What a value has to keep to, in words: `1–100 items`, `at most 64 characters`, `at least 0`. */
export function limitsOf(schema: Schema): readonly string[] {
  return [
    span(schema.minLength, schema.maxLength, 'character'),
    span(schema.minItems, schema.maxItems, 'item'),
    span(schema.minProperties, schema.maxProperties, 'entry'),
    span(sensible(schema.minimum), sensible(schema.maximum)),
    schema.exclusiveMinimum === undefined ? null : `more than ${figure(schema.exclusiveMinimum)}`,
    schema.exclusiveMaximum === undefined ? null : `less than ${figure(schema.exclusiveMaximum)}`,
    schema.multipleOf === undefined ? null : `a multiple of ${figure(schema.multipleOf)}`,
    schema.uniqueItems === true ? 'no duplicates' : null,
  ].filter((words) => words !== null)
}

/** Integers of zod keep to what a JavaScript number can hold, which is no limit anybody set. */
function sensible(limit: number | undefined): number | undefined {
  return limit !== undefined && Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit
}

function span(least: number | undefined, most: number | undefined, unit?: Unit): string | null {
  const lower = unit !== undefined && least === 0 ? undefined : least
  if (lower === undefined && most === undefined) return null
  const limit = most ?? lower ?? 0
  const counted = unit === undefined ? figure(limit) : `${figure(limit)} ${limit === 1 ? unit : plurals[unit]}`
  if (lower === undefined) return `at most ${counted}`
  if (most === undefined) return `at least ${counted}`
  return lower === most ? `exactly ${counted}` : `${figure(lower)}–${counted}`
}

const plurals = { character: 'characters', item: 'items', entry: 'entries' }
type Unit = keyof typeof plurals

const figure = (value: number) => value.toLocaleString('en-US')
