import type { z } from '@hono/zod-openapi'
import { expect } from 'vitest'

/** An answer as its schema documents it. Fails on a field that is missing, of another type, or not documented, at any depth. */
export function documented<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const parsed = schema.parse(answer)
  // Parsing leaves out what the schema does not know.
  expect(answer).toEqual(parsed)
  return parsed
}
