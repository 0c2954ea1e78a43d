import type { Ledger } from './ledger.ts'
import { versionOf } from './list-version.ts'
import type { Rig } from './rig.ts'

/**
 * Settles each ledger by what the database holds, and looks whether the audit trail agrees with it: an event for each change that
 * was made, in its order, and none for one that was not. Returns what contradicts.
 */
export async function settleAll(rig: Rig, ledgers: readonly Ledger[]): Promise<string[]> {
  const problems: string[] = []
  for (const ledger of ledgers) {
    const version = await storedVersion(rig, ledger.keyId)
    problems.push(...ledger.settle(version), ...(await auditProblems(rig, ledger, version)), ...ledger.check())
  }
  return problems
}

/** Waits for the lock of the key: whoever is in the middle of a commit ends first. */
async function storedVersion({ sql }: Rig, keyId: string): Promise<number | null> {
  await sql('SELECT 1 FROM api_key WHERE id = $1 FOR UPDATE', [keyId])
  const rows = await sql<{ network: string }>(
    'SELECT host(network) AS network FROM allowlist_entry WHERE key_id = $1 ORDER BY position',
    [keyId],
  )
  return versionOf(rows.map(({ network }) => network))
}

async function auditProblems({ sql }: Rig, ledger: Ledger, version: number | null): Promise<string[]> {
  const rows = await sql<{ after: unknown }>('SELECT after FROM audit_event WHERE key_id = $1 ORDER BY id', [
    ledger.keyId,
  ])
  const told = rows.map(({ after }) => numberIn(after))
  const missing = ledger.acknowledged().filter((one) => !told.includes(one))
  const isInOrder = told.every((one, at) => at === 0 || one > (told[at - 1] ?? 0))
  return [
    ...(missing.length > 0 ? [`no audit event for the acknowledged save of ${missing.join(', ')}`] : []),
    ...(isInOrder ? [] : [`audit events of one key out of order: ${told.join(', ')}`]),
    ...(told.at(-1) === version ? [] : [`the newest audit event tells version ${told.at(-1)}, the list is ${version}`]),
  ]
}

/** The version of which an audit event tells. */
function numberIn(after: unknown): number {
  const last = /2001:db8::([0-9a-f]+)/.exec(JSON.stringify(after))?.[1]
  return last === undefined ? Number.NaN : Number.parseInt(last, 16)
}
