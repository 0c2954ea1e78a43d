import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { env } from '#lib/env'
import { type KeyKind, readKey } from '#lib/keys/key-resource'
import { isLetThrough } from '#lib/traffic/outcomes'
import { seenCallers } from '#lib/traffic/queries'
import { jsonAnswer } from '../answer.ts'
import { entriesTag, entryPath, nameOf } from './allowlist-paths.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { queryValue } from './request.ts'

const DAY_MS = 86_400_000
const MOST_CALLERS = 1000

const callersAnswer = z
  .object({
    days: z.int(),
    caller_count: z.int().openapi({ description: 'All of them; at most 1000 are listed, the latest first.' }),
    callers: z.array(
      z.object({
        address: z.string().nullable().openapi({
          description:
            'An address; a network when many of one IPv6 /64 called, or more called than are kept apart; null when it could not be determined.',
        }),
        outcome: z.string().openapi({ description: '`allowed`, or why it was noted or refused.' }),
        is_let_through: z.boolean(),
        count: z.string().openapi({ format: 'int64' }),
        first_time: z.iso.datetime(),
        last_time: z.iso.datetime(),
      }),
    ),
  })
  .openapi('ListCallersResponse')

/** Who called one key lately, and how that ended. */
export function listCallers(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminList${nameOf[kind]}ApiKeyCallers`,
      method: 'get',
      path: `${entryPath(kind)}/callers`,
      tag: entriesTag,
      summary: `List who called one ${kind} key, and how that ended`,
      description: 'Folded by address and outcome. A call appears within seconds.',
      access: 'read',
      query: z.object({
        days: z.string().optional().openapi({ description: 'How many days to look back; 7 without it.', example: '7' }),
      }),
      answers: { 200: ['The callers', callersAnswer] },
    }),
    async answer(request) {
      const days = readDays(queryValue(request.query, 'days'))
      const place = placeOf(request, kind)
      const key = await readKey(prisma(), place, keyIdOf(request))
      if (key === null) throw new AdminProblem('api_key_not_found')
      const since = new Date(key.now.getTime() - days * DAY_MS)
      const callers = await seenCallers(prisma(), { workspaceId: place.workspaceId, keyId: key.id, since })
      return jsonAnswer(200, {
        days,
        caller_count: callers.length,
        callers: callers.slice(0, MOST_CALLERS).map(({ address, outcome, count, firstAt, lastAt }) => ({
          ...{ address, outcome, is_let_through: isLetThrough(outcome), count: String(count) },
          ...{ first_time: firstAt.toISOString(), last_time: lastAt.toISOString() },
        })),
      })
    },
  }
}

function readDays(text: string | null): number {
  if (text === null) return 7
  const longest = env().trafficRetentionDays
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (days >= 1 && days <= longest) return days
  throw invalidFields([{ field: 'days', description: `must be a whole number from 1 to ${longest}` }])
}
