import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Call, Client } from '../http/client.ts'
import { failureOf } from '../http/problem.ts'
import { keyPath } from '../keys/kind.ts'
import type { Session } from '../session.ts'
import type { DeclaredEntry } from './declared.ts'
import { driftOf } from './drift.ts'
import { entriesPath, entryPath, readEntries } from './entry-calls.ts'
import { stateOf } from './entry-table.ts'
import type { KeyPlan } from './plan-keys.ts'
import { removes } from './plan-view.ts'

/**
 * Carries out the plan of one key. Entries are added before others go, so that nobody who stays allowed is refused on the
 * way, and each write holds only for the list as it was planned from (If-Match): another hand's change ends it.
 */
export async function applyPlan(
  { client: plainClient, io }: Session,
  plan: KeyPlan,
  confirmed?: string,
): Promise<void> {
  const client = confirming(plainClient, [
    ...(plan.refusedCallers ?? []),
    ...(confirmed === undefined ? [] : [confirmed]),
  ])
  if (plan.opens) return open(client, plan)
  const { change, add, etag } = plan.closes ? await close(client, plan, io.now()) : plan
  const write = writer(client, plan, etag)
  for (const entry of add) await write({ method: 'POST', path: entriesPath(plan.found), body: entryBody(entry) })
  for (const { entry, change: body } of change)
    await write({ method: 'PATCH', path: entryPath(plan.found, entry.entry_id ?? ''), body })
  if (!removes(plan)) return
  for (const { entry_id = '' } of plan.undeclared)
    await write({ method: 'DELETE', path: entryPath(plan.found, entry_id) })
}

/** Whoever agreed to the plan has seen whom it refuses, and that is all they agreed to. */
function confirming(client: Client, addresses: readonly string[]): Client {
  const query = addresses.length === 0 ? {} : { confirm_lockout: addresses.join(',') }
  const withQuery = (call: Call): Call =>
    call.method === 'GET' ? call : { ...call, query: { ...query, ...call.query } }
  return {
    open: client.open,
    send: (call) => client.send(withQuery(call)),
    call: (call) => client.call(withQuery(call)),
  }
}

async function open(client: Client, { found }: KeyPlan): Promise<void> {
  await send(client, { method: 'PATCH', path: keyPath(found.kind, found.id), body: restriction([]) }, found.etag)
}

/**
 * An open key gets its whole list at once: entry by entry, the first would shut out the callers of the second. What is in that
 * list is in force, so entries that the file does not name and that admit nobody, being off or over, go.
 */
async function close(client: Client, plan: KeyPlan, now: Date): Promise<Pick<KeyPlan, 'add' | 'change' | 'etag'>> {
  const { found, declared, kept, change, add } = plan
  const there = [...kept, ...change.map(({ entry }) => entry)].flatMap(({ network }) => network ?? [])
  const inForce = plan.undeclared.filter((entry) => stateOf(entry, now) === 'on')
  const staying = removes(plan) ? [] : inForce.flatMap(({ network }) => network ?? [])
  const body = restriction([...there, ...staying, ...add.map(({ cidr }) => cidr)])
  await send(client, { method: 'PATCH', path: keyPath(found.kind, found.id), body }, found.etag)
  const { entries, etag } = await readEntries(client, found)
  // What is left are notes and expiries, which a list of networks cannot carry.
  const left = driftOf(declared, { key: { ...found.key, access_mode: 'ACCESS_MODE_ENFORCE' }, entries }, now)
  return { add: left.add, change: left.change, etag }
}

/** Sends one write after the other, each bound to the state that the one before left. */
function writer(client: Client, { found }: KeyPlan, planned: string | null): (call: Call) => Promise<void> {
  let etag = planned
  return async (call) => {
    const answered = await send(client, call, etag)
    etag = answered ?? (etag === null ? null : (await readEntries(client, found)).etag)
  }
}

/** The new ETag, where the server names it. */
async function send(client: Client, call: Call, etag: string | null): Promise<string | null> {
  const answer = await client.send({ ...call, headers: etag === null ? {} : { 'If-Match': etag } })
  if (answer.status === 412)
    throw new Failure(
      exitCodes.failure,
      'the key was changed by somebody else meanwhile; look at keys plan and run this again',
    )
  if (answer.status >= 300) throw failureOf(answer)
  return answer.headers.get('ETag')
}

function entryBody({ cidr, note, expires }: DeclaredEntry) {
  return {
    cidr,
    ...(note === undefined ? {} : { note }),
    ...(expires === null ? {} : { expire_time: expires.toISOString() }),
  }
}

const restriction = (cidrs: readonly string[]) => ({ ip_restriction: { allowed_cidrs: cidrs } })
