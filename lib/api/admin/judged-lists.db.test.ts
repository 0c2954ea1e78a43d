import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { flushTraffic } from '#lib/traffic/record-call'
import { storedRows } from '#lib/verify/fixtures'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import {
  IP_NOT_ALLOWED,
  kinds,
  LIST,
  LISTED,
  type Made,
  NOT_FOUND,
  REVOKED,
  UNLISTED,
  verifierOf,
} from '#test/admin/verifier'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())
afterEach(() => door.sql.query("DELETE FROM network_list WHERE kind = 'ceiling'"))

const { verify, batchVerify, derive, makeKey, setColumns } = verifierOf(() => door)
const { insertList, insertEntry, attachList } = storedRows(
  () => door.sql,
  () => door.id,
)

const HERE = '127.0.0.0/8'
const OPENED = "bypass_from = now(), bypass_until = now() + interval '5 minutes', bypass_reason = 'r', bypass_by = 'b'"
const CLOSED = 'bypass_from = NULL, bypass_until = NULL, bypass_reason = NULL, bypass_by = NULL'

/** Makes a list of these networks the key's own, by plain SQL. */
async function enforceList(made: Made, ...networks: string[]): Promise<void> {
  await door.sql.query('DELETE FROM allowlist_entry WHERE key_id = $1', [made.keyId])
  for (const network of networks) await insertEntry(made.keyId, network)
  await setColumns(made, "access_mode = 'enforce'")
}

async function addNamed(made: Made, ...networks: string[]): Promise<string> {
  const list = await insertList()
  for (const network of networks) await insertEntry(list, network)
  await attachList(made.keyId, list)
  return list
}

async function setCeiling(mode: 'enforce' | 'report' | 'open', ...networks: string[]): Promise<string> {
  const ceiling = await insertList({ kind: 'ceiling', mode })
  for (const network of networks) await insertEntry(ceiling, network)
  return ceiling
}

/** What a caller from each address is told, alone and in a batch alike. */
async function verdicts(credential: string, addresses: readonly string[] = [LISTED, UNLISTED]) {
  const all = []
  for (const address of addresses) {
    const { json } = await verify(credential, address)
    expect(await batchVerify([{ credential, client_ip: address }])).toEqual([json])
    all.push(json)
  }
  return all
}

const PASSES = { is_valid: true, would_deny: false }
const NOTED = { is_valid: true, would_deny: true }

describe('a key whose list is bypassed', () => {
  it.each(kinds)('lets every address pass, says which would be denied, and stops when it ends (%s)', async (kind) => {
    const made = await makeKey(kind)
    await enforceList(made, LIST)
    expect(await verdicts(made.credential)).toMatchObject([PASSES, IP_NOT_ALLOWED])
    await setColumns(made, OPENED)
    expect(await verdicts(made.credential)).toMatchObject([PASSES, NOTED])
    await setColumns(made, 'bypass_until = now()')
    expect(await verdicts(made.credential)).toMatchObject([PASSES, IP_NOT_ALLOWED])
  })

  it('is refused for all else as any key', async () => {
    const made = await makeKey('issued')
    await enforceList(made, LIST)
    await setColumns(made, `${OPENED}, paused_at = now()`)
    expect(await verdicts(made.credential)).toEqual([NOT_FOUND, NOT_FOUND])
    await setColumns(made, 'paused_at = NULL, revoked_at = now()')
    expect(await verdicts(made.credential)).toEqual([REVOKED, REVOKED])
  })
})

describe('a key with named lists', () => {
  it.each(kinds)('lets pass whom one of them admits, and nobody more (%s)', async (kind) => {
    const made = await makeKey(kind)
    await enforceList(made)
    const list = await addNamed(made, LIST)
    expect(await verdicts(made.credential)).toMatchObject([PASSES, IP_NOT_ALLOWED])
    await door.sql.query("UPDATE allowlist_entry SET network = '198.51.100.0/24' WHERE list_id = $1", [list])
    expect(await verdicts(made.credential)).toMatchObject([IP_NOT_ALLOWED, PASSES])
  })
})

describe('a ceiling', () => {
  const states = ["access_mode = 'open'", "access_mode = 'report'", OPENED]

  it.each(kinds)('refuses in the words of a list, whatever the key itself says (%s)', async (kind) => {
    for (const state of states) {
      const made = await makeKey(kind)
      await enforceList(made)
      await setColumns(made, state)
      await setCeiling('enforce', LIST, HERE)
      const [inside, outside] = await verdicts(made.credential)
      expect([state, inside.is_valid, outside]).toEqual([state, true, IP_NOT_ALLOWED])
      await door.sql.query("DELETE FROM network_list WHERE kind = 'ceiling'")
    }
  })

  it.each(kinds)('that only reports lets pass and says what it would deny (%s)', async (kind) => {
    const open = await makeKey(kind)
    const listing = await makeKey(kind)
    await enforceList(listing, LIST, '198.51.100.0/24')
    await setCeiling('report', LIST)
    for (const { credential } of [open, listing]) expect(await verdicts(credential)).toMatchObject([PASSES, NOTED])
    await door.sql.query("UPDATE network_list SET access_mode = 'open' WHERE kind = 'ceiling'")
    for (const { credential } of [open, listing]) expect(await verdicts(credential)).toMatchObject([PASSES, PASSES])
  })

  it('of one workspace is none of another', async () => {
    const other = await door.addWorkspace('other')
    const sent = { token: other.tokens.write }
    const { secret } = await door.issue({}, sent)
    await setCeiling('enforce')
    const body = { credential: secret, client_ip: UNLISTED }
    const { json } = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { ...sent, body })
    expect(json).toMatchObject(PASSES)
  })

  it('and a bypass rule POST /v1/verify in the same way', async () => {
    const made = await makeKey('issued')
    const status = async () => (await door.call('POST', '/v1/verify', { token: made.credential, body: {} })).status
    // 400: let through, and told that there is no e-mail address in the body.
    expect(await status()).toBe(400)
    await enforceList(made, LIST)
    expect(await status()).toBe(403)
    await setColumns(made, OPENED)
    expect(await status()).toBe(400)
    await setCeiling('enforce', LIST)
    const refused = await door.call('POST', '/v1/verify', { token: made.credential, body: {} })
    expect([refused.status, refused.json.error]).toEqual([403, 'IP address not allowed'])
    await flushTraffic()
    const { rows } = await door.sql.query('SELECT outcome FROM caller_hour WHERE key_id = $1 ORDER BY outcome', [
      made.keyId,
    ])
    expect(rows.map((row) => row.outcome)).toEqual(['allowed', 'bypassed', 'ip_not_allowed', 'outside_ceiling'])
  })
})

describe('a token that is derived from a key', () => {
  const algorithms = ['jwt', 'macaroon'] as const
  const ofAlgorithm = (kind: string) => ({ algorithm: `TOKEN_ALGORITHM_${kind.toUpperCase()}` })
  const FAR = '192.0.2.9'

  /** The networks that are sealed into a token of a key; undefined: none, so that any address may use it. */
  async function sealedIn({ credential }: Made): Promise<string[] | undefined> {
    const { status, json } = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { body: { credential } })
    expect(status).toBe(200)
    return json.token.claims.acl
  }

  it('has the effective list of that moment sealed in it: its own and its named lists, within an enforced ceiling', async () => {
    const made = await makeKey('issued')
    await enforceList(made, LIST)
    await addNamed(made, HERE, '198.51.100.0/25')
    expect(await sealedIn(made)).toEqual([HERE, '198.51.100.0/25', LIST])
    await setCeiling('report', LIST)
    expect(await sealedIn(made)).toEqual([HERE, '198.51.100.0/25', LIST])
    await door.sql.query("DELETE FROM network_list WHERE kind = 'ceiling'")
    await setCeiling('enforce', '127.0.0.0/16', '203.0.0.0/8')
    expect(await sealedIn(made)).toEqual(['127.0.0.0/16', LIST])
  })

  it('has no list sealed in it when its key is open, but the ceiling when one is enforced', async () => {
    const made = await makeKey('issued')
    expect(await sealedIn(made)).toBeUndefined()
    await setCeiling('enforce', LIST, HERE)
    expect(await sealedIn(made)).toEqual([HERE, LIST])
  })

  it('has the list sealed in it, and not the bypass, when its key is bypassed', async () => {
    const made = await makeKey('issued')
    await enforceList(made, LIST)
    await setColumns(made, OPENED)
    expect(await sealedIn(made)).toEqual([LIST])
  })

  it.each(algorithms)('is not widened by a bypass of its key beyond what is sealed in it (%s)', async (kind) => {
    const made = await makeKey('issued')
    await enforceList(made, LIST, HERE)
    const token = await derive(made.credential, ofAlgorithm(kind))
    await setColumns(made, OPENED)
    expect(await verdicts(made.credential)).toMatchObject([PASSES, NOTED])
    expect(await verdicts(token)).toMatchObject([PASSES, IP_NOT_ALLOWED])
    // What is sealed and no longer listed passes by the bypass alone.
    await enforceList(made, HERE)
    expect(await verdicts(token)).toMatchObject([NOTED, IP_NOT_ALLOWED])
    await setColumns(made, CLOSED)
    expect(await verdicts(token)).toMatchObject([IP_NOT_ALLOWED, IP_NOT_ALLOWED])
  })

  it.each(algorithms)(
    'passes where its key passes now and its own list lets it, whichever is changed (%s)',
    async (kind) => {
      const made = await makeKey('issued')
      await enforceList(made, HERE)
      const list = await addNamed(made, LIST, '198.51.100.0/24')
      const token = await derive(made.credential, ofAlgorithm(kind))
      const passing = async () => (await verdicts(token, [LISTED, UNLISTED, FAR])).map((json) => json.is_valid)
      expect(await passing()).toEqual([true, true, false])
      await setCeiling('enforce', LIST)
      expect(await passing()).toEqual([true, false, false])
      await door.sql.query("UPDATE network_list SET access_mode = 'report' WHERE kind = 'ceiling'")
      expect(await passing()).toEqual([true, true, false])
      await door.sql.query("DELETE FROM allowlist_entry WHERE list_id = $1 AND network = '203.0.113.0/24'", [list])
      expect(await passing()).toEqual([false, true, false])
      // Wider: what was sealed stays.
      await insertEntry(list, '0.0.0.0/0')
      expect(await passing()).toEqual([true, true, false])
      await door.sql.query('DELETE FROM network_list WHERE id = $1', [list])
      expect(await passing()).toEqual([false, false, false])
    },
  )
})
