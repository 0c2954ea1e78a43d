import type { ClientIp } from '#lib/client-ip/outcome'
import { formatAddress, parseAddress } from '#lib/ip/address'
import type { GateResult } from '#lib/verify/gate'
import { createFold, type FoldLimits, type KeyTraffic } from './fold.ts'
import type { CallOutcome } from './outcomes.ts'
import { recordCall } from './record-call.ts'

/** A call for tests; what is not said is plain. `times`: so often. */
export type TestCall = { keyId: string; outcome?: CallOutcome; from?: string | null; at?: Date; times?: number }

const roomy: FoldLimits = { keys: 10_000, callers: 100_000, ofKey: { passed: 100_000, refused: 100_000 } }

/** A batch of calls as one process would hand it over, with so much room that all bounds are left to the database. */
export function batchOf(calls: readonly TestCall[]): ReadonlyMap<string, KeyTraffic> {
  const fold = createFold(roomy)
  for (const { keyId, outcome = 'allowed', from = '203.0.113.7', at = new Date(), times = 1 } of calls) {
    for (let n = 0; n < times; n += 1)
      fold.add({ keyId, workspaceId: 'of the key', outcome, client: clientAt(from), at: at.getTime() })
  }
  return fold.byKey
}

/** A caller's address as the server found it out; null: it could not. */
export function clientAt(text: string | null): ClientIp {
  const address = text === null ? null : parseAddress(text)
  return address === null ? { ok: false, reason: 'no_peer' } : { ok: true, address, text: formatAddress(address) }
}

/** Notes a call of a key that was let through, as the gate does: it is in no table until what is noted is written. */
export function noteCall(key: { keyId: string; workspaceId: string }, from: string): void {
  const result = { outcome: 'allowed', key: { ...key, revokedAt: null }, now: Date.now() }
  recordCall(result as unknown as GateResult, clientAt(from))
}
