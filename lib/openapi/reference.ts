import { methods, type OpenApiDocument } from './document.ts'
import { linkInner, linkShape, type ReferenceObject, sharedObjects } from './objects.ts'
import { type Found, type Operation, readOperation } from './operation.ts'
import type { SearchEntry } from './search.ts'
import { searchEntries } from './search-text.ts'
import { OBJECTS_SLUG, slug } from './slug.ts'

/** A whole document, ready to be shown. Plain data. */
export type Reference = {
  readonly title: string
  readonly version: string
  readonly description: string | null
  readonly groups: readonly OperationGroup[]
  /** What stands at several places, by name. */
  readonly objects: readonly ReferenceObject[]
  /** All operations, as they can be found: also by what is described with the objects. */
  readonly entries: readonly SearchEntry[]
}

export type OperationGroup = {
  readonly id: string
  /** Of its page's address. */
  readonly slug: string
  readonly title: string
  readonly description: string | null
  readonly operations: readonly Operation[]
}

export function readReference(document: OpenApiDocument): Reference {
  const { title, version, description = null } = document.info
  const groups = groupsOf(document)
  const shared = sharedObjects(
    document,
    groups.flatMap(({ operations }) => operations),
  )
  const byName = new Map(shared.map((object) => [object.name, object]))
  const objects = shared.map((object) => ({ ...object, shape: linkInner(object.shape, byName) }))
  return {
    title,
    version,
    description,
    groups: groups.map((group) => linkObjects(group, byName)),
    objects,
    entries: searchEntries(groups),
  }
}

function linkObjects(group: OperationGroup, objects: ReadonlyMap<string, ReferenceObject>): OperationGroup {
  const operations = group.operations.map(({ body, answerBodies, ...operation }) => ({
    ...operation,
    body: body === null ? null : { ...body, shape: linkInner(body.shape, objects) },
    answerBodies: answerBodies.map((answer) => ({ ...answer, shape: linkShape(answer.shape, objects) })),
  }))
  return { ...group, operations }
}

/** By the first tag of each operation, in the order of the document's tags; those without one by how their path begins. */
function groupsOf(document: OpenApiDocument): readonly OperationGroup[] {
  const titles = new Map<string, Operation[]>(document.tags?.map(({ name }) => [name, []]))
  const takenIds = new Set<string>()
  for (const found of operationsOf(document)) {
    const title = found.operation.tags?.[0] ?? pathPrefix(found.path)
    const operation = readOperation(document, freeId(takenIds, idOf(found)), found)
    titles.set(title, [...(titles.get(title) ?? []), operation])
  }
  const takenSlugs = new Set([OBJECTS_SLUG])
  const descriptions = new Map(document.tags?.map(({ name, description }) => [name, description]))
  return [...titles]
    .filter(([, operations]) => operations.length > 0)
    .map(([title, operations]) => ({
      id: `group-${slug(title)}`,
      slug: freeId(takenSlugs, slug(title)),
      title,
      description: descriptions.get(title) ?? null,
      operations,
    }))
}

function operationsOf(document: OpenApiDocument): readonly Found[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation === undefined ? [] : [{ method, path, operation, shared: item.parameters ?? [] }]
    }),
  )
}

function pathPrefix(path: string): string {
  return `/${path.split('/')[1] ?? ''}`
}

/** Stable from one version of the document to the next, since people keep and send links. */
function idOf({ method, path, operation }: Found): string {
  return slug(operation.operationId ?? `${method} ${path}`)
}

function freeId(taken: Set<string>, wanted: string): string {
  let id = wanted
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`
  taken.add(id)
  return id
}
