import type { KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { displayNetwork, formatNetwork } from '#lib/ip/network'
import { type KeyRefusalCode, lockKeyFor } from '#lib/keys/key-lock'
import type { IgnoreCallerInput } from './schema.ts'

type IgnoreResult = Result<{ address: string }, KeyRefusalCode | 'too_many'>

const MOST_IGNORED = 1000

/** Puts a refused address, or a network of them, out of sight: it is folded away and gives no more alerts. */
export function ignoreCaller(actor: KeyActor, input: IgnoreCallerInput): Promise<IgnoreResult> {
  return change(actor, input, async (tx, keyId, network) => {
    const [known] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ignored_caller WHERE key_id = ${keyId}::uuid`
    if ((known?.count ?? 0) >= MOST_IGNORED) {
      return refuse('too_many', `A key can ignore at most ${MOST_IGNORED.toLocaleString('en-US')} addresses.`)
    }
    const rows = await tx.$executeRaw`
      INSERT INTO ignored_caller (key_id, address, ignored_by) VALUES (${keyId}::uuid, ${network}::inet, ${actor.label})
      ON CONFLICT DO NOTHING`
    return ok({ changed: rows > 0, action: 'key.ignore_caller' })
  })
}

/** Brings it back, with all of its addresses that were ignored one by one. */
export function heedCaller(actor: KeyActor, input: IgnoreCallerInput): Promise<IgnoreResult> {
  return change(actor, input, async (tx, keyId, network) => {
    const rows = await tx.$executeRaw`
      DELETE FROM ignored_caller WHERE key_id = ${keyId}::uuid AND (address >>= ${network}::inet OR address <<= ${network}::inet)`
    return ok({ changed: rows > 0, action: 'key.heed_caller' })
  })
}

type Changed = { changed: boolean; action: 'key.ignore_caller' | 'key.heed_caller' }
type Write = (tx: Tx, keyId: string, network: string) => Promise<Result<Changed, 'too_many'>>

function change(actor: KeyActor, { keyId, address }: IgnoreCallerInput, write: Write): Promise<IgnoreResult> {
  const text = displayNetwork(address)
  return transaction(async (tx) => {
    const locked = await lockKeyFor(tx, actor, { keyId, action: 'ignore' })
    if (!locked.ok) return locked
    const { id } = locked.value
    const written = await write(tx, id, formatNetwork(address))
    if (!written.ok) return written
    const { changed, action } = written.value
    if (changed)
      await record(tx, { actor, action, workspaceId: actor.workspaceId, keyId: id, after: { address: text } })
    return ok({ address: text })
  })
}
