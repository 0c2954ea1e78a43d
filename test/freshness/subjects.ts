import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { StaffActor } from '#lib/audit/actor'
import { createList } from '#lib/lists/commands'
import { cliEditor, cliRevoker } from './cli-editors.ts'
import { type ApiPlace, type Editor, onlyEntry } from './editor.ts'
import { expiryEditors } from './expiry-editors.ts'
import { apiEditor, bypassEditors, commandEditor, sqlEditor } from './key-editors.ts'
import { ceilingEditors, listEditors } from './list-editors.ts'
import { policyEditors } from './policy-editors.ts'
import type { EditorProcess } from './process-editors.ts'
import { addressOf, FIRST_CALLER, type VerifiedKey } from './recorder.ts'
import { apiRevoker, commandRevoker, holderRevoker, sqlRevokers, staffApiRevoker, staffRevoker } from './revokers.ts'
import { pauseEditors, staffApiEditors } from './status-editors.ts'
import { makeKey, makeTenant, type Tenant } from './tenants.ts'

/** What is edited, by its id, the keys that it alone decides about, and who edits it, by turns; the first of them makes the first state. */
export type Subject = {
  readonly id: string
  readonly keys: readonly VerifiedKey[]
  readonly editors: readonly Editor[]
}

/** A key that admits FIRST_CALLER until it is revoked, once. */
export type Doomed = { readonly id: string; readonly key: VerifiedKey; readonly revoker: Editor }

/** `urls`: of the servers that saves go through. `staff`: who acts, and a token of theirs. */
export type Around = {
  readonly urls: readonly string[]
  readonly tenant: Tenant
  readonly pool: pg.Pool
  readonly other: EditorProcess
  readonly staff: { readonly actor: StaffActor; readonly token: string }
}

/** Keys most of all, then named lists, then ceilings and policies. */
export async function makeSubjects(around: Around, count: number): Promise<Subject[]> {
  const subjects: Subject[] = []
  const ceilings = Math.min(Math.max(1, Math.floor(count / 7)), 5)
  const lists = Math.max(1, Math.floor(count / 5))
  const policies = Math.max(1, Math.floor(count / 10))
  for (let made = 0; made < ceilings; made += 1) subjects.push(await makeCeiling(around))
  for (let made = 0; made < lists; made += 1) subjects.push(await makeList(around))
  for (let made = 0; made < policies; made += 1) subjects.push(await makePolicy(around))
  const editors = keyEditors(around)
  while (subjects.length < count) subjects.push(await makeListedKey(around, editors))
  return subjects
}

function keyEditors({ urls, tenant: { actor, token }, pool, other, staff }: Around): Editor[] {
  const places = urls.map((url) => ({ url, token }))
  const often = [commandEditor(actor), sqlEditor(pool), other.editor, ...places.map(apiEditor)]
  return [
    ...often,
    ...bypassEditors(actor, pool, lastOf(urls, token)),
    ...often,
    ...pauseEditors(actor, staff.actor, pool),
    ...staffApiEditors(lastOf(urls, staff.token)),
    ...often,
    ...expiryEditors(pool),
    ...often,
    // A process for each save would take the time of the run, so it saves seldom.
    cliEditor(lastOf(urls, token)),
  ]
}

function lastOf(urls: readonly string[], token: string): ApiPlace {
  return { url: urls.at(-1) ?? '', token }
}

async function makeListedKey({ tenant }: Around, editors: readonly Editor[]): Promise<Subject> {
  const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
  return { id, keys: [key], editors }
}

/** A named list, and keys that have no entry of their own. */
async function makeList({ urls, tenant, pool }: Around): Promise<Subject> {
  const { actor, token } = tenant
  const made = await createList(actor, { name: randomUUID(), description: null, entries: onlyEntry('192.0.2.1') })
  if (!made.ok) throw new Error(made.message)
  const { id } = made.value
  const keys = []
  for (let count = 0; count < 4; count += 1) keys.push(await makeKey(tenant, { listIds: [id] }))
  return { id, keys, editors: listEditors(actor, pool, { url: urls[0] ?? '', token }) }
}

/** A workspace whose keys would let anyone through: one is open, one only reports, one is bypassed. */
async function makeCeiling({ urls, pool }: Around): Promise<Subject> {
  const tenant = await makeTenant()
  const keys = []
  for (const state of ["access_mode = 'open'", "access_mode = 'report'", BYPASSED]) {
    const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
    await pool.query(`UPDATE api_key SET ${state} WHERE id = $1`, [id])
    keys.push(key)
  }
  const { actor, token } = tenant
  return { id: actor.workspaceId, keys, editors: ceilingEditors(actor, pool, lastOf(urls, token)) }
}

const BYPASSED = "bypass_from = now(), bypass_until = now() + interval '1 hour', bypass_reason = 'r', bypass_by = 'b'"

/** A workspace whose keys only report, so that a policy closes them. */
async function makePolicy({ pool, staff }: Around): Promise<Subject> {
  const tenant = await makeTenant()
  const keys = []
  for (let count = 0; count < 2; count += 1) {
    const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
    await pool.query("UPDATE api_key SET access_mode = 'report' WHERE id = $1", [id])
    keys.push(key)
  }
  return { id: tenant.actor.workspaceId, keys, editors: policyEditors(staff.actor, pool) }
}

/** Keys to be revoked, by each door in turn. */
export async function makeDoomed({ urls, tenant, pool, other, staff }: Around, count: number): Promise<Doomed[]> {
  const { actor, token } = tenant
  const secrets = new Map<string, string>()
  const revokers = [
    ...[commandRevoker(actor), other.revoker, ...sqlRevokers(pool), staffRevoker(staff.actor)],
    ...urls.map((url) => apiRevoker({ url, token })),
    staffApiRevoker(lastOf(urls, staff.token)),
    holderRevoker(urls[0] ?? '', (id) => secrets.get(id) ?? ''),
    cliRevoker(lastOf(urls, token)),
  ]
  const doomed: Doomed[] = []
  for (let made = 0; made < count; made += 1) {
    const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry(addressOf(FIRST_CALLER)) })
    secrets.set(id, key.secret)
    const revoker = revokers[made % revokers.length]
    if (revoker !== undefined) doomed.push({ id, key, revoker })
  }
  return doomed
}
