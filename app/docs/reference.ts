import { apiDocument } from '#lib/api/app'
import { type Reference, readReference } from '#lib/openapi/reference'

let made: Reference | undefined

/** The API as its own document describes it. Read once: it changes only with the program. */
export function apiReference(): Reference {
  made ??= readReference(apiDocument())
  return made
}
