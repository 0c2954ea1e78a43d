import { decisionsOf } from '#lib/metrics/decisions'
import { type Answer, emptyAnswer, withHeaders } from '../answer.ts'
import type { ApiCall } from '../call.ts'
import { problemAnswer } from '../problem.ts'
import { targetOf } from '../target.ts'
import { admitCall, spendOneCall } from './admit-call.ts'
import { keyHeaders } from './key-headers.ts'

/** For keys of every workspace, or of one. Envoy writes the path that was asked for behind it, which says nothing here. */
const PATH = /^\/v1\/gateway\/(?:workspaces\/([^/]+)\/)?check(?:\/|$)/

const decided = decisionsOf('/v1/gateway/check')

/**
 * Answers whether a proxy may pass on a request that came with this key from this address: 200 and what its upstream should
 * know of the key, or a refusal. Any method; the body is the upstream's and is not read.
 */
export async function answerGateway(call: ApiCall, requestId: string): Promise<Answer> {
  const match = PATH.exec(targetOf(call).path)
  if (match === null) return problemAnswer('not_found')
  const workspaceId = match[1]?.toLowerCase()
  return admitCall(call, requestId, {
    name: 'gateway',
    decided,
    isKnown: (key) => workspaceId === undefined || key.workspaceId === workspaceId,
    async admitted(key) {
      const spent = await spendOneCall(key)
      if (!spent.ok) return spent.refusal
      return withHeaders(emptyAnswer(200), ['Content-Length', '0', ...keyHeaders(key), ...spent.headers])
    },
  })
}

/** Is it for this to answer? `path` is without a leading /api, and as it was sent: dots in it lead nowhere. */
export function isGatewayPath(path: string): boolean {
  return path.startsWith('/v1/gateway/') && PATH.test(path)
}
