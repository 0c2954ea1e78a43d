import { type Answer, type AnswerBody, answerBodiesOf, answerOf, answersOf } from './answers.ts'
import { callOf } from './call.ts'
import type { ExampleCall } from './curl.ts'
import type { Body, Method, OpenApiDocument, OperationObject, Parameter } from './document.ts'
import { type ParameterGroup, parameterGroups, parametersOf } from './parameters.ts'
import { resolve } from './resolve.ts'
import { type Security, securityOf } from './security.ts'
import { type Shape, shapeOf } from './shape.ts'

/** One operation, ready to be shown. */
export type Operation = {
  /** Of its place on the page. */
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly description: string | null
  readonly deprecated: boolean
  readonly security: Security | null
  readonly parameters: readonly ParameterGroup[]
  readonly body: RequestBody | null
  readonly answers: readonly Answer[]
  readonly answerBodies: readonly AnswerBody[]
  readonly call: ExampleCall
}

export type RequestBody = {
  readonly mediaType: string
  readonly required: boolean
  readonly description: string | null
  readonly shape: Shape
}

export type Found = {
  readonly method: Method
  readonly path: string
  readonly operation: OperationObject
  /** Those of all methods of the path, which its own go before. */
  readonly shared: readonly Parameter[]
}

export function readOperation(document: OpenApiDocument, id: string, found: Found): Operation {
  const { method, path, operation, shared } = found
  const security = securityOf(document, operation)
  const parameters = parametersOf(document, operation, shared)
  const body = resolve(document, operation.requestBody ?? {})?.value ?? {}
  const answers = answersOf(document, operation)
  return {
    id,
    method,
    path,
    summary: operation.summary ?? `${method.toUpperCase()} ${path}`,
    description: operation.description ?? null,
    deprecated: operation.deprecated === true,
    security,
    parameters: parameterGroups(document, parameters),
    body: requestBodyOf(document, body),
    answers: answers.map(([status, answer]) => answerOf(document, status, answer)),
    answerBodies: answerBodiesOf(document, answers),
    call: callOf(document, { method, path, parameters, body, security }),
  }
}

function requestBodyOf(document: OpenApiDocument, { content, required, description }: Body): RequestBody | null {
  const [mediaType, media] = Object.entries(content ?? {})[0] ?? []
  if (mediaType === undefined || media === undefined) return null
  return {
    mediaType,
    required: required === true,
    description: description ?? null,
    shape: shapeOf(document, media.schema ?? {}),
  }
}
