import type { Header, OpenApiDocument, OperationObject, Parameter } from './document.ts'
import { resolve } from './resolve.ts'
import { type Field, shapeOf } from './shape.ts'

export type ParameterGroup = { readonly place: Place; readonly fields: readonly Field[] }
export type Place = 'path' | 'query' | 'header' | 'cookie'

const places = ['path', 'query', 'header', 'cookie'] as const satisfies readonly Place[]

/** Of one operation: its own, and those of its path that it does not replace. */
export function parametersOf(
  document: OpenApiDocument,
  operation: OperationObject,
  shared: readonly Parameter[],
): readonly Parameter[] {
  const byName = new Map<string, Parameter>()
  for (const listed of [...shared, ...(operation.parameters ?? [])]) {
    const parameter = resolve(document, listed)?.value
    if (parameter?.name !== undefined) byName.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  return [...byName.values()]
}

export function parameterGroups(
  document: OpenApiDocument,
  parameters: readonly Parameter[],
): readonly ParameterGroup[] {
  return places
    .map((place) => {
      const here = parameters.filter((parameter) => parameter.in === place)
      return { place, fields: here.map((parameter) => fieldOf(document, parameter.name ?? '', parameter)) }
    })
    .filter(({ fields }) => fields.length > 0)
}

/** A parameter or header as a field. Its text cannot be null, whatever its schema says. */
export function fieldOf(document: OpenApiDocument, name: string, header: Header): Field {
  const shape = shapeOf(document, header.schema ?? { type: 'string' })
  return {
    name,
    required: header.required === true,
    shape: {
      ...shape,
      type: shape.type.replace(/ or null$/, ''),
      description: header.description ?? shape.description,
      deprecated: header.deprecated === true || shape.deprecated,
      example: header.example === undefined ? shape.example : JSON.stringify(header.example),
    },
  }
}
