import type { OpenApiDocument, OperationObject, Response } from './document.ts'
import { exampleText } from './example.ts'
import { isSuccess } from './is-success.ts'
import { fieldOf } from './parameters.ts'
import { resolve } from './resolve.ts'
import { type Field, type Shape, shapeOf } from './shape.ts'

export type Answer = {
  /** `200`, `4XX`, `default`. */
  readonly status: string
  readonly description: string
  readonly headers: readonly Field[]
}

/** What answers of some statuses carry: refusals mostly share one form, and it is shown once. */
export type AnswerBody = {
  readonly statuses: readonly string[]
  readonly mediaTypes: readonly string[]
  readonly shape: Shape
  /** As text: JSON, or the text itself. */
  readonly example: string | null
}

export type Answers = readonly (readonly [status: string, answer: Response])[]

export function answersOf(document: OpenApiDocument, { responses = {} }: OperationObject): Answers {
  return Object.entries(responses).flatMap(([status, response]) => {
    const answer = resolve(document, response)?.value
    return answer === undefined || status.startsWith('x-') ? [] : [[status, answer] as const]
  })
}

export function answerOf(
  document: OpenApiDocument,
  status: string,
  { description = '', headers = {} }: Response,
): Answer {
  const fields = Object.entries(headers).flatMap(([name, header]) => {
    const resolved = resolve(document, header)?.value
    return resolved === undefined ? [] : [fieldOf(document, name, resolved)]
  })
  return { status, description, headers: fields }
}

export function answerBodiesOf(document: OpenApiDocument, answers: Answers): readonly AnswerBody[] {
  const bodies = new Map<string, AnswerBody & { statuses: string[]; mediaTypes: string[] }>()
  for (const [status, { content = {} }] of answers) {
    for (const [mediaType, media] of Object.entries(content)) {
      const shape = shapeOf(document, media.schema ?? {})
      // Of one status alone, or of refusals together: what a success looks like is shown by itself.
      const key = `${isSuccess(status) ? status : 'refused'} ${JSON.stringify(shape)}`
      const known = bodies.get(key)
      if (known === undefined) {
        bodies.set(key, {
          statuses: [status],
          mediaTypes: [mediaType],
          shape,
          example: exampleText(document, mediaType, media),
        })
      } else {
        if (!known.statuses.includes(status)) known.statuses.push(status)
        if (!known.mediaTypes.includes(mediaType)) known.mediaTypes.push(mediaType)
      }
    }
  }
  return [...bodies.values()]
}
