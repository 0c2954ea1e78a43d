import { z } from '@hono/zod-openapi'
import type { Explanation, PlacedFact } from '#lib/allowlists/explain'
import { inclusionOf, missWords, restingWords, verdictSentence } from '#lib/allowlists/explain-words'
import { prisma } from '#lib/db'
import { type Address, formatAddress, parseAddress } from '#lib/ip/address'
import { displayNetwork } from '#lib/ip/network'
import { checkAddress } from '#lib/keys/check-address'
import type { KeyKind } from '#lib/keys/key-resource'
import { isLetThrough } from '#lib/verify/decide'
import { jsonAnswer } from '../answer.ts'
import { entriesTag, entryPath, nameOf } from './allowlist-paths.ts'
import { checkAnswer } from './check-answer.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { queryValue } from './request.ts'
import { wireAccessMode, wireEntry } from './wire-key.ts'
import { wireThrough } from './wire-through.ts'

/** Whether one key lets an address through, by what, or what is nearest. */
export function checkAllowlist(kind: KeyKind): AdminOperation {
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminCheck${nameOf[kind]}ApiKeyAllowlist`,
      method: 'get',
      path: `${entryPath(kind)}:check`,
      tag: entriesTag,
      summary: `Ask whether one ${kind} key admits an address`,
      description:
        'By which entry of the key or of its named lists, by its mode or by a bypass, within the workspace’s ceiling; or what is nearest. Judges the address alone, not whether the key is alive.',
      access: 'read',
      query: z.object({ ip: z.string().openapi({ description: 'The address.', example: '203.0.113.7' }) }),
      answers: { 200: ['The verdict', checkAnswer] },
    }),
    async answer(request) {
      const address = parseAddress(queryValue(request.query, 'ip') ?? '')
      if (address === null) throw invalidFields([{ field: 'ip', description: 'must be an IP address' }])
      const found = await checkAddress(prisma(), placeOf(request, kind), { keyId: keyIdOf(request), address })
      if (found === null) throw new AdminProblem('api_key_not_found')
      const { key, explanation } = found
      return jsonAnswer(200, {
        allowed: isLetThrough(explanation.byAddress),
        would_deny: explanation.byAddress === 'allowed_unlisted' || explanation.byAddress === 'allowed_bypassed',
        access_mode: wireAccessMode[key.accessMode],
        address: formatAddress(address),
        explanation: verdictSentence({ ...explanation, status: 'active' }, address),
        through: explanation.through === null ? null : wireThrough(explanation.through),
        ...entryFields(explanation.admitting[0]),
        ceiling: wireCeiling(explanation),
        nearest: nearestOf(explanation, address, key.now),
      })
    },
  }
}

function entryFields(found: PlacedFact | undefined) {
  return { entry: found === undefined ? null : wireEntry(found.entry), allowlist: listOf(found) }
}

function listOf(found: PlacedFact | undefined) {
  return found?.place.kind === 'list' ? { allowlist_id: found.place.id, name: found.place.name } : null
}

function wireCeiling({ ceiling }: Explanation) {
  if (ceiling === null) return null
  const { accessMode, admits } = ceiling
  return { access_mode: wireAccessMode[accessMode], entry: admits === null ? null : wireEntry(admits) }
}

/** Of the ceiling, where that refuses; else of the lists. */
function nearestOf({ byAddress, admitting, miss, resting }: Explanation, address: Address, now: Date) {
  if (byAddress !== 'outside_ceiling' && admitting.length > 0) return null
  const { add, widen } = inclusionOf(miss, address)
  const isOverdue = byAddress === 'open_too_long'
  const mend = `Add ${add} to admit it${widen === null ? '' : `, or ${displayNetwork(widen)}`}.`
  const suggestion = isOverdue ? 'List the address, and have the key enforce its list.' : mend
  return {
    ...entryFields(miss?.found),
    message:
      miss === null ? 'There is no entry of its family in force' : `${formatAddress(address)} is ${missWords(miss)}`,
    suggestion: resting === null ? suggestion : `${suggestion} ${restingWords(resting, now)}.`,
  }
}
