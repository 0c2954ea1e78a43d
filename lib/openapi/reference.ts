import { methods, type OpenApiDocument } from './document.ts'
import { type ReferenceObject, sharedObjects } from './objects.ts'
import { type Found, type Operation, readOperation } from './operation.ts'
import type { Field } from './shape.ts'
import { slug } from './slug.ts'

/** A whole document, ready to be shown. Plain data. */
export type Reference = {
  readonly title: string
  readonly version: string
  readonly description: string | null
  readonly groups: readonly OperationGroup[]
  /** What several operations answer with. */
  readonly objects: readonly ReferenceObject[]
}

export type OperationGroup = {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly operations: readonly Operation[]
}

export function readReference(document: OpenApiDocument): Reference {
  const { title, version, description = null } = document.info
  const groups = groupsOf(document)
  const objects = sharedObjects(groups.flatMap(({ operations }) => operations))
  return { title, version, description, groups: groups.map((group) => linkObjects(group, objects)), objects }
}

function linkObjects(group: OperationGroup, objects: readonly ReferenceObject[]): OperationGroup {
  const idOf = (name: string | null) => objects.find((object) => object.name === name)?.id ?? null
  const operations = group.operations.map((operation) => ({
    ...operation,
    answerBodies: operation.answerBodies.map((body) => ({ ...body, objectId: idOf(body.shape.name) })),
  }))
  return { ...group, operations }
}

/** By the first tag of each operation, in the order of the document's tags; those without one by how their path begins. */
function groupsOf(document: OpenApiDocument): readonly OperationGroup[] {
  const titles = new Map<string, Operation[]>(document.tags?.map(({ name }) => [name, []]))
  const takenIds = new Set<string>()
  for (const found of operationsOf(document)) {
    const title = found.operation.tags?.[0] ?? pathPrefix(found.path)
    const operation = readOperation(document, freeId(takenIds, found), found)
    titles.set(title, [...(titles.get(title) ?? []), operation])
  }
  const descriptions = new Map(document.tags?.map(({ name, description }) => [name, description]))
  return [...titles]
    .filter(([, operations]) => operations.length > 0)
    .map(([title, operations]) => ({
      id: `group-${slug(title)}`,
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
function freeId(taken: Set<string>, { method, path, operation }: Found): string {
  const wanted = slug(operation.operationId ?? `${method} ${path}`)
  let id = wanted
  for (let count = 2; taken.has(id); count += 1) id = `${wanted}-${count}`
  taken.add(id)
  return id
}

/** What an operation is found by: its names, and those of all that goes in and comes out. */
export function searchText(group: OperationGroup, operation: Operation): string {
  const { method, path, summary, description, parameters, body, answerBodies } = operation
  const fields = [
    ...parameters.flatMap(({ fields }) => fields),
    ...(body?.shape.fields ?? []),
    ...answerBodies.flatMap(({ shape }) => shape.fields),
  ]
  const words = [group.title, method, path, summary, description ?? '', ...fieldNames(fields)]
  return [...new Set(words)].join('\n').toLowerCase()
}

function fieldNames(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ name, shape }) => [name, ...fieldNames(shape.fields)])
}
