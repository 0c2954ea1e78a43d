import type { OpenApiDocument } from './document.ts'

/** What a reference stands for, with the name it goes by: the last part of the last pointer. */
export type Resolved<T> = { readonly value: T; readonly name: string | null }

/**
 * Follows `$ref`s inside the document (RFC 6901 in a URI fragment). What leads elsewhere, nowhere or round in a circle
 * resolves to null. Words beside a `$ref`, such as a description of its own, win over those of the target (3.1 allows them).
 */
export function resolve<T extends { readonly $ref?: string | undefined }>(
  document: OpenApiDocument,
  start: T,
): Resolved<T> | null {
  const seen = new Set<string>()
  let value = start
  let name: string | null = null
  while (value.$ref !== undefined) {
    const { $ref: pointer, ...beside } = value
    if (seen.has(pointer)) return null
    seen.add(pointer)
    const target = at<T>(document, pointer)
    if (target === null) return null
    name = stepsOf(pointer).at(-1) ?? null
    value = { ...target, ...beside }
  }
  return { value, name }
}

function at<T>(document: OpenApiDocument, pointer: string): T | null {
  if (!pointer.startsWith('#/')) return null
  let here: unknown = document
  for (const step of stepsOf(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return null
    here = (here as Record<string, unknown>)[step]
  }
  return typeof here === 'object' && here !== null ? (here as T) : null
}

function stepsOf(pointer: string): string[] {
  return pointer
    .slice('#/'.length)
    .split('/')
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
