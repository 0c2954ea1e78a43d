import { readFileSync } from 'node:fs'
import { exitCodes } from '../exit-codes.ts'
import { Failure, usage } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { failureOf } from '../http/problem.ts'
import { type FoundKey, findKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'
import { readAll } from '../secret-input.ts'
import type { Session } from '../session.ts'
import type { DryRunAnswer } from '../wire.ts'
import { type Declared, readDeclarations } from './declared.ts'
import { type Drift, driftOf, isInSync } from './drift.ts'
import { readEntries } from './entry-calls.ts'
import { stateOf } from './entry-table.ts'

/** What is to be done to one key. */
export type KeyPlan = Drift & {
  readonly declared: Declared
  readonly found: FoundKey
  /** The ETag of the entries the plan was made from. */
  readonly etag: string | null
  readonly inSync: boolean
  /** Undeclared entries go too. */
  readonly prune: boolean
  /** Addresses that called lately and would be refused; null when the server was not asked or would not say. */
  readonly refusedCallers: readonly string[] | null
}

export type PlanOptions = { readonly file: string; readonly prune?: true }

/** Plans for every key of the file. Throws at the first that cannot be done, so that nothing has been changed by then. */
export async function planKeys(session: Session, { file, prune }: PlanOptions): Promise<readonly KeyPlan[]> {
  const declarations = await readDeclarations(await readInput(session, file))
  const plans: KeyPlan[] = []
  const seen = new Map<string, string>()
  for (const declared of declarations) {
    const plan = await planKey(session, declared, prune === true)
    const other = seen.get(plan.found.id)
    if (other !== undefined) throw usage(`${other} and ${declared.key} are the same key`)
    seen.set(plan.found.id, declared.key)
    plans.push(plan)
  }
  return plans
}

async function readInput(session: Session, file: string): Promise<string> {
  if (file === '-') return readAll(session.io)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`)
  }
}

async function planKey({ client, io }: Session, declared: Declared, prune: boolean): Promise<KeyPlan> {
  const found = await findKey(client, declared.key)
  if (found.key.status !== undefined && found.key.status !== 'KEY_STATUS_ACTIVE')
    throw new Failure(exitCodes.failure, `${declared.key}: the key is not active any more; take it out of the file`)
  const { entries, etag } = await readEntries(client, found)
  const drift = driftOf(declared, { key: found.key, entries }, io.now())
  const inSync = isInSync(drift)
  const after = networksAfter(drift, { prune, now: io.now() })
  // Entries that were declared and are over, and nothing else: pruning would leave a list that refuses everyone.
  if (!declared.open && after.length === 0)
    throw new Failure(exitCodes.failure, `${declared.key}: every declared entry has expired, and none would be left`)
  const refusedCallers = inSync ? null : await askEffect(client, { found, declared, after })
  return { ...drift, declared, found, etag, inSync, prune, refusedCallers }
}

/** The networks in force once the plan is carried out. */
function networksAfter(drift: Drift, { prune, now }: { prune: boolean; now: Date }): readonly string[] {
  const remaining = prune ? [] : drift.undeclared.filter((entry) => stateOf(entry, now) === 'on')
  const changed = drift.change.map(({ entry }) => entry)
  const listed = [...drift.kept, ...changed, ...remaining].flatMap(({ network }) => network ?? [])
  return [...listed, ...drift.add.map(({ cidr }) => cidr)]
}

type Asked = { found: FoundKey; declared: Declared; after: readonly string[] }

/** Asks the server who would be refused by the new list. A token that may only read is not told. */
async function askEffect(client: Client, { found, declared, after }: Asked): Promise<readonly string[] | null> {
  const answer = await client.send({
    method: 'PATCH',
    path: keyPath(found.kind, found.id),
    query: { dry_run: 'true' },
    body: { ip_restriction: { allowed_cidrs: declared.open ? [] : after } },
  })
  if (answer.status === 403) return null
  if (answer.status !== 200) throw failureOf(answer)
  return (answer.body as DryRunAnswer | undefined)?.effect?.refused_callers ?? []
}
