import { hash } from 'node:crypto'
import type { ClientIp } from '#lib/client-ip/resolve'
import { inspectSecret } from '#lib/keys/secret'
import { bearerCredential } from './credential.ts'
import { decide, type Outcome } from './decide.ts'
import type { Found, KeyFinder } from './freshness.ts'
import type { KeyRecord } from './key-record.ts'

/** What the gate found. `now` is the database's time in milliseconds, null when no read was needed. */
export type GateResult = {
  readonly outcome: Outcome
  readonly key: KeyRecord | null
  readonly now: number | null
}

/** The key-and-address gate: who calls, with which key, from where, and whether that is allowed at this moment. */
export type Gate = (authorization: readonly string[], client: ClientIp) => Promise<GateResult>

const UNKNOWN: GateResult = { outcome: 'unknown_key', key: null, now: null }

/** @param finder how a key is found; its rejection is the gate's: no database, no answer */
export function createGate(finder: KeyFinder): Gate {
  return async (authorization, client) => {
    const credential = bearerCredential(authorization)
    if (credential === null) return UNKNOWN
    const digest = hash('sha256', credential, 'hex')
    // Junk costs no database read: an issued key carries a checksum that only this installation can make.
    if (!finder.remembers(digest) && !inspectSecret(credential).ok) return UNKNOWN
    return judge(await finder.find(digest), client)
  }
}

function judge(found: Found, client: ClientIp): GateResult {
  return { outcome: decide(found.key, client, found.now), key: found.key, now: found.now }
}
