import type { z } from '@hono/zod-openapi'
import type { StaffActor } from '#lib/audit/actor'
import type { StaffRight } from '#lib/auth/staff-user'
import { type Description, describeOperation } from '../admin/operation.ts'
import type { AdminRequest } from '../admin/request.ts'
import type { Answer, StreamedAnswer } from '../answer.ts'

/** A call by a staff token that may make it. */
export type StaffRequest = AdminRequest & { readonly actor: StaffActor }

/** An operation of the staff API: its description for the OpenAPI document, what it is for, and its handler. */
export type StaffOperation = {
  readonly description: Description
  readonly right: StaffRight
  /** The query parameters that it takes; any other is refused. */
  readonly parameters: readonly string[]
  answer(request: StaffRequest): Promise<Answer | StreamedAnswer>
}

type Told = Pick<StaffOperation, 'right' | 'answer'> & {
  operationId: string
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  summary: string
  description?: string
  query?: z.ZodObject
  body?: z.ZodType
  answers: Record<number, readonly [string, z.ZodType | null]>
}

/** Says once what an operation is, for the document and for the door. */
export function staffOperation({ right, answer, description, ...told }: Told): StaffOperation {
  const needs = right === 'act' ? 'Needs a token of the role “staff”.' : null
  const said = [description, needs].filter((text) => text != null).join(' ')
  const described = describeOperation({
    ...{ ...told, tag: 'Staff', access: 'read' },
    ...(said === '' ? {} : { description: said }),
  })
  return {
    description: { ...described, security: [{ staffToken: [] }] },
    parameters: Object.keys(told.query?.shape ?? {}),
    right,
    answer,
  }
}
