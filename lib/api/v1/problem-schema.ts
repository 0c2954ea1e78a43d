import { z } from '@hono/zod-openapi'

const problemSchema = z.object({ error: z.string() }).openapi('Problem')

/** A refusal, for the OpenAPI document. */
export function problem(description: string) {
  return { description, content: { 'application/json': { schema: problemSchema } } }
}
