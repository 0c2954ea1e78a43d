import type { z } from '@hono/zod-openapi'
import { AdminProblem, type AdminProblemCode, invalidFields, namedTwice } from '../admin/problem.ts'
import { readJsonBody } from '../admin/read-body.ts'
import { camelCase, violationsOf } from '../admin/read-fields.ts'
import type { StaffRequest } from './operation.ts'
import { snakeCase } from './wire.ts'

type Asked<S extends z.ZodType> = {
  /** The body as it is documented; its names are those that a body may have. */
  readonly body: z.ZodObject
  readonly schema: S
  /** What the path says. */
  readonly given?: Record<string, unknown>
}

/** Reads a body by the schema that the page's form is read by. A name that is none here is refused. */
export async function readInput<S extends z.ZodType>(
  request: StaffRequest,
  { body, schema, given = {} }: Asked<S>,
): Promise<z.output<S>> {
  const { value } = await readJsonBody(request.call)
  const input: Record<string, unknown> = {}
  for (const [written, sent] of Object.entries(value)) {
    const name = snakeCase(written)
    if (!Object.hasOwn(body.shape, name)) throw invalidFields([{ field: written, description: 'is not a field here' }])
    if (Object.hasOwn(input, camelCase(name))) throw namedTwice(name)
    input[camelCase(name)] = sent
  }
  const all = { ...input, ...given }
  const parsed = schema.safeParse(all)
  if (parsed.success) return parsed.data
  const violations = violationsOf(parsed.error, all).map(({ field, description }) => ({
    field: snakeCase(field),
    description,
  }))
  throw invalidFields(violations)
}

type Outcome<T, E extends string> = { ok: true; value: T } | { ok: false; error: E; message: string }

/** What came of it; throws what a refusal answers. */
export function orThrow<T, E extends string>(result: Outcome<T, E>, problems: Record<E, AdminProblemCode>): T {
  if (result.ok) return result.value
  throw new AdminProblem(problems[result.error], { message: result.message })
}
