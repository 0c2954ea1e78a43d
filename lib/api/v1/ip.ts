import { z } from '@hono/zod-openapi'
import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { type Answer, jsonAnswer, textAnswer } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { problemAnswer } from '../problem.ts'

export const ipAnswerSchema = z
  .object({ ip: z.string().openapi({ description: 'In canonical form (RFC 5952 for IPv6).', example: '203.0.113.7' }) })
  .openapi('IpAnswer')

/** Answers GET /v1/ip: the caller's address as allowlists would judge it. */
export function answerIp(call: ApiCall): Answer {
  if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
  const client = clientOf(call)
  if (!client.ok) return problemAnswer('ip_unknown')
  return prefersText(headerLines(call.rawHeaders, 'accept').join(','))
    ? textAnswer(200, client.text, VARY)
    : jsonAnswer(200, { ip: client.text }, VARY)
}

const VARY = ['Vary', 'Accept']

function prefersText(accept: string): boolean {
  const types = accept.split(',').map((range) => range.split(';', 1)[0]?.trim().toLowerCase())
  const text = types.indexOf('text/plain')
  const json = types.indexOf('application/json')
  return text !== -1 && (json === -1 || text < json)
}
