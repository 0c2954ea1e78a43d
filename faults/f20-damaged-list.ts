import { addressOf } from '#test/freshness/recorder'
import { type Outcome, openVerifyClient } from '#test/freshness/verify-client'
import { issueKey } from './admin.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import type { Scenario } from './scenario.ts'

/** Drops the fence of the schema that would refuse it, so that what is behind is tried. $1 is the key. */
type Damage = { readonly what: string; readonly fences?: readonly string[]; readonly statement: string }

const CANONICAL = 'ALTER TABLE allowlist_entry DROP CONSTRAINT allowlist_entry_canonical'

const DAMAGES: readonly Damage[] = [
  { what: 'every entry deleted', statement: 'DELETE FROM allowlist_entry WHERE key_id = $1' },
  { what: 'every entry switched off', statement: 'UPDATE allowlist_entry SET enabled = false WHERE key_id = $1' },
  {
    what: 'host bits in a network',
    fences: [CANONICAL],
    statement: "UPDATE allowlist_entry SET network = '10.0.0.1/8' WHERE key_id = $1",
  },
  {
    what: 'no network at all',
    fences: ['ALTER TABLE allowlist_entry ALTER COLUMN network DROP NOT NULL'],
    statement: 'UPDATE allowlist_entry SET network = NULL WHERE key_id = $1',
  },
  {
    what: 'a network mapped into IPv6',
    statement: "UPDATE allowlist_entry SET network = '::ffff:0.0.0.0/96' WHERE key_id = $1",
  },
  {
    what: 'an entry that ends before all time',
    statement: "UPDATE allowlist_entry SET expires_at = '-infinity' WHERE key_id = $1",
  },
]

const DAMAGED_TOKENS = ["'{unreadable}'", "'{}'", "'{10.0.0.1/8}'", "'{NULL}'"]

async function tryDamage(rig: Rig, port: number, { what, fences = [], statement }: Damage): Promise<string[]> {
  const place = { url: `http://127.0.0.1:${port}`, token: rig.token }
  const { id, secret } = await issueKey(place, [addressOf(1)])
  const client = await openVerifyClient(port)
  const call = (caller: string) => client.verify({ secret, token: null }, caller)
  try {
    // Before the damage, so that the process holds the whole list.
    if ((await call(addressOf(1))) !== 'allowed') return [`${what}: the key did not work before`]
    for (const fence of fences) await rig.sql(fence).catch(alreadyGone)
    await rig.sql(statement, [id])
    const outcomes = [await call(addressOf(1)), await call(addressOf(2)), await call('2001:db8::1')]
    return outcomes.filter(opened).map((outcome) => `${what}: a caller was ${outcome}`)
  } catch (error) {
    // The schema itself refuses it, which is as good.
    return isRefusedBySchema(error) ? [] : [`${what}: ${String(error)}`]
  } finally {
    client.close()
  }
}

const opened = (outcome: Outcome) => outcome === 'allowed'
const isRefusedBySchema = (error: unknown) => (error as { code?: string }).code?.startsWith('23') === true

function alreadyGone(error: unknown): void {
  if ((error as { code?: string }).code !== '42704') throw error
}

/** A management token's list is text, so it can hold anything. */
async function tryToken(rig: Rig, url: string, networks: string): Promise<string[]> {
  const set = async (sql: string) =>
    void (await rig.sql(`UPDATE management_token SET ${sql} WHERE workspace_id = $1`, [rig.workspaceId]))
  await set(`access_mode = 'enforce', networks = ${networks}`)
  const headers = { Authorization: `Bearer ${rig.token}`, 'X-Forwarded-For': '203.0.113.7' }
  const { status } = await fetch(`${url}/v2alpha1/admin/issuedApiKeys`, { headers })
  await set("access_mode = 'open', networks = '{}'")
  return status === 403 || status === 503 ? [] : [`a token with the list ${networks} was answered ${status}`]
}

async function run() {
  return withRig(async (rig) => {
    const server = await rig.start()
    const problems: string[] = []
    for (const damage of DAMAGES) problems.push(...(await tryDamage(rig, portOf(server), damage)))
    for (const networks of DAMAGED_TOKENS) problems.push(...(await tryToken(rig, server.url, networks)))
    return {
      did: 'lists of keys and of management tokens damaged by plain SQL, past the fences of the schema where it has one',
      figures: { 'damages of a key': DAMAGES.length, 'damages of a token': DAMAGED_TOKENS.length },
      problems,
    }
  })
}

export const damagedList: Scenario = {
  id: 'F20',
  title: 'a stored list is damaged',
  goal: 'that key or token refuses everybody, 403 or 503; it is never open',
  run,
}
