import { z } from '@hono/zod-openapi'
import { type Result, refuse } from '#lib/errors'
import { writeAccessMode } from '#lib/keys/access-mode'
import { writeBypass, writeBypassEnd } from '#lib/keys/bypass'
import type { KeyKind } from '#lib/keys/key-resource'
import { MAX_BYPASS_MINUTES } from '#lib/keys/schema'
import { entryPath, nameOf } from './allowlist-paths.ts'
import { bypassAnswer, importedKeyAnswer, issuedKeyAnswer } from './answers.ts'
import { confirmedBy, confirmQuery, unlessForbidden, unlessRefused } from './confirm-lockout.ts'
import { bypassDuration, bypassReason } from './fields.ts'
import { keyIdOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { wireBypass, wireKey } from './wire-key.ts'
import { write } from './write.ts'
import { orThrow } from './write-key.ts'

const tag = 'Access'

/** How a key's list is applied, and opening it for a while. */
export function accessOperations(kind: KeyKind): readonly AdminOperation[] {
  return [setMode(kind), open(kind), end(kind)]
}

/** A result without one of its refusals, which ends the request instead. */
function unless<T, E extends string, X extends E>(result: Result<T, E>, refusal: X, problem: AdminProblem) {
  if (result.ok) return result
  const { error, message } = result
  if (error === refusal) throw problem
  return refuse(error as Exclude<E, X>, message)
}

const answerOf = { issued: issuedKeyAnswer, imported: importedKeyAnswer } as const

const modes = {
  ACCESS_MODE_OPEN: 'open',
  ACCESS_MODE_REPORT: 'report',
  ACCESS_MODE_ENFORCE: 'enforce',
} as const

const modeRequest = z
  .object({
    access_mode: z
      .enum(['ACCESS_MODE_OPEN', 'ACCESS_MODE_REPORT', 'ACCESS_MODE_ENFORCE'], {
        error: 'must be ACCESS_MODE_OPEN, ACCESS_MODE_REPORT or ACCESS_MODE_ENFORCE',
      })
      .openapi({ description: 'Opening this way leaves the list as it is, to be enforced again.' }),
  })
  .openapi('SetAccessModeRequest')

function setMode(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminSet${nameOf[kind]}ApiKeyAccessMode`,
      method: 'post',
      path: `${entryPath(kind)}:setMode`,
      tag,
      summary: `Change how the list of one ${kind} key is applied`,
      description: 'Any address, only listed ones, or any address while those not listed are reported.',
      access: 'write',
      isWrite: true,
      query: confirmQuery,
      body: modeRequest,
      answers: { 200: ['The key as it is now', answerOf[kind]] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const accessMode = modes[readFields(modeRequest, value).access_mode]
      const [keyId, confirmed] = [keyIdOf(request), confirmedBy(request)]
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const set = unlessRefused(await writeAccessMode(tx, actorOf(request), { keyId, kind, accessMode, confirmed }))
          orThrow(unless(set, 'conflict', new AdminProblem('etag_mismatch')), 'cannot update a revoked key')
          return { status: 200, body: wireKey, keyId }
        },
      })
    },
  }
}

const bypassRequest = z.object({ duration: bypassDuration, reason: bypassReason }).openapi('OpenBypassRequest')

function open(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminOpen${nameOf[kind]}ApiKeyBypass`,
      method: 'post',
      path: `${entryPath(kind)}:bypass`,
      tag,
      summary: `Let any address use one ${kind} key for a while`,
      description: `For at most ${MAX_BYPASS_MINUTES} minutes, within the workspace’s ceiling. It ends by itself, on every process. Opened again, it lasts from then on.`,
      access: 'write',
      isWrite: true,
      body: bypassRequest,
      answers: { 200: ['The bypass', bypassAnswer] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const { duration, reason } = readFields(bypassRequest, value)
      const keyId = keyIdOf(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const opened = unlessForbidden(
            await writeBypass(tx, actorOf(request), { keyId, kind, minutes: duration / 60, reason }),
          )
          const open = new AdminProblem('failed_precondition', {
            message: 'the key lets every address through already',
          })
          const bypass = orThrow(unless(opened, 'not_enforcing', open), 'only an active key can be opened')
          return { status: 200, body: wireBypass(bypass), keyId }
        },
      })
    },
  }
}

function end(kind: KeyKind): AdminOperation {
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminEnd${nameOf[kind]}ApiKeyBypass`,
      method: 'post',
      path: `${entryPath(kind)}:endBypass`,
      tag,
      summary: `End the bypass of one ${kind} key now`,
      description: 'Does nothing when none is open.',
      access: 'write',
      isWrite: true,
      answers: { 204: ['No bypass is open', null] },
    }),
    async answer(request) {
      const { bytes } = await readJsonBody(request.call)
      const keyId = keyIdOf(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          orThrow(await writeBypassEnd(tx, actorOf(request), { keyId, kind }), 'cannot update a revoked key')
          return { status: 204, body: null, keyId }
        },
      })
    },
  }
}
