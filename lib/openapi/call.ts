import type { ExampleCall } from './curl.ts'
import type { Body, Method, OpenApiDocument, Parameter } from './document.ts'
import { exampleOfSchema, exampleText } from './example.ts'
import type { Place } from './parameters.ts'
import type { Security } from './security.ts'

type CallParts = {
  readonly method: Method
  readonly path: string
  readonly security: Security | null
  readonly parameters: readonly Parameter[]
  readonly body: Body
}

/** A request with all that is required and nothing more; of several credentials the first. */
export function callOf(
  document: OpenApiDocument,
  { method, path, security, parameters, body }: CallParts,
): ExampleCall {
  const required = parameters.filter((parameter) => parameter.required === true || parameter.in === 'path')
  const exampleFor = (parameter: Parameter) => exampleOfParameter(document, parameter)
  const inPlace = (place: Place) => required.filter((parameter) => parameter.in === place)
  const filled = inPlace('path').reduce(
    (text, parameter) => text.replaceAll(`{${parameter.name}}`, () => encodeURIComponent(exampleFor(parameter))),
    path,
  )
  const query = new URLSearchParams(inPlace('query').map((parameter) => [parameter.name ?? '', exampleFor(parameter)]))
  const credential = security?.choices.find(({ header }) => header !== null)?.header
  const [mediaType, media] = Object.entries(body.content ?? {})[0] ?? []
  const text = mediaType === undefined || media === undefined ? null : exampleText(document, mediaType, media)
  return {
    method,
    path: query.size === 0 ? filled : `${filled}?${query}`,
    headers: [
      ...(credential ? [[credential.name, credential.value] as const] : []),
      ...inPlace('header').map((parameter) => [parameter.name ?? '', exampleFor(parameter)] as const),
      ...(text === null || mediaType === undefined ? [] : [['Content-Type', mediaType] as const]),
    ],
    ...(text === null ? {} : { body: text }),
  }
}

function exampleOfParameter(document: OpenApiDocument, { example, schema, name }: Parameter): string {
  const value = example ?? exampleOfSchema(document, schema ?? {})
  if (typeof value === 'string') return value === 'string' ? (name ?? value) : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
