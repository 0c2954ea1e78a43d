import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { formatAddress, parseAddress } from '#lib/ip/address'
import { checkAddress } from '#lib/keys/check-address'
import type { KeyKind } from '#lib/keys/key-resource'
import { echoOf, type ListedEntry } from '#lib/keys/listed-entry'
import { jsonAnswer } from '../answer.ts'
import { entriesTag, entryPath, nameOf } from './allowlist-paths.ts'
import { checkAnswer } from './answers.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { queryValue } from './request.ts'
import { wireAccessMode, wireEntry } from './wire-key.ts'

/** Whether one key's list admits an address, by which entry, or what is nearest. */
export function checkAllowlist(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminCheck${nameOf[kind]}ApiKeyAllowlist`,
      method: 'get',
      path: `${entryPath(kind)}:check`,
      tag: entriesTag,
      summary: `Ask whether one ${kind} key admits an address`,
      description: 'By which entry, or what is nearest. Judges the list alone, not whether the key is alive.',
      access: 'read',
      query: z.object({ ip: z.string().openapi({ description: 'The address.', example: '203.0.113.7' }) }),
      answers: { 200: ['The verdict', checkAnswer] },
    }),
    async answer(request) {
      const address = parseAddress(queryValue(request.query, 'ip') ?? '')
      if (address === null) throw invalidFields([{ field: 'ip', description: 'must be an IP address' }])
      const found = await checkAddress(prisma(), placeOf(request, kind), { keyId: keyIdOf(request), address })
      if (found === null) throw new AdminProblem('api_key_not_found')
      const text = formatAddress(address)
      return jsonAnswer(200, {
        allowed: found.allowed,
        access_mode: wireAccessMode[found.accessMode],
        address: text,
        entry: found.entry === null ? null : wireEntry(found.entry),
        nearest: found.entry === null ? nearestOf(found, text) : null,
      })
    },
  }
}

function nearestOf({ nearest, message }: { nearest: ListedEntry | null; message: string }, address: string) {
  const beside = nearest === null ? '' : ` It is near ${echoOf(nearest)}.`
  const entry = nearest === null ? null : wireEntry(nearest)
  return { entry, message, suggestion: `Add ${address} to admit it.${beside}` }
}
