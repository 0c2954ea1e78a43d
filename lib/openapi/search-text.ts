import type { Operation } from './operation.ts'
import type { OperationGroup } from './reference.ts'
import type { SearchEntry } from './search.ts'
import type { Field } from './shape.ts'

/** All operations, as they can be found. */
export function searchEntries(groups: readonly OperationGroup[]): readonly SearchEntry[] {
  return groups.flatMap((group) =>
    group.operations.map((operation) => ({ id: operation.id, text: searchText(group, operation) })),
  )
}

/** What an operation is found by: its names, and those of all that goes in and comes out. */
function searchText(group: OperationGroup, operation: Operation): string {
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
