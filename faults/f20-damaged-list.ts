import { readScrape } from '#test/scrape'
import type { RunningServer } from '#test/servers'
import { ask, issueKey } from './admin.ts'
import { askEverywhere, type Expected } from './asked-everywhere.ts'
import { CALLERS, makeListed, makeNeighbours, NAMED, OWN } from './neighbours.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import type { Scenario } from './scenario.ts'
import { insertToken } from './tenant.ts'

/**
 * Drops the fence of the schema that would refuse it, so that what is behind is tried. $1 is the key or the named list. `isTold`: what is
 * left cannot be read as a list, so the operator must hear of it.
 */
type Damage = {
  readonly what: string
  readonly fences?: readonly string[]
  readonly statement: string
  readonly isTold?: true
}

const CANONICAL = 'ALTER TABLE allowlist_entry DROP CONSTRAINT allowlist_entry_canonical'
const ENTRIES = '$1::uuid IN (key_id, list_id)'
const set = (assignment: string) => `UPDATE allowlist_entry SET ${assignment} WHERE ${ENTRIES}`
const setOne = (network: string) =>
  `${set(`network = ${network}`)} AND id = (SELECT min(id::text)::uuid FROM allowlist_entry WHERE ${ENTRIES})`

const DAMAGES: readonly Damage[] = [
  { what: 'every entry deleted', statement: `DELETE FROM allowlist_entry WHERE ${ENTRIES}` },
  { what: 'every entry switched off', statement: set('enabled = false') },
  {
    what: 'host bits in a network',
    fences: [CANONICAL],
    statement: set('network = set_masklen(network, 8)'),
    isTold: true,
  },
  { what: 'host bits in one network of two', statement: setOne("'10.0.0.1/8'"), isTold: true },
  {
    what: 'no network at all',
    fences: ['ALTER TABLE allowlist_entry ALTER COLUMN network DROP NOT NULL'],
    statement: set('network = NULL'),
  },
  { what: 'a network mapped into IPv6, one of two', statement: setOne("'::ffff:0.0.0.0/96'"), isTold: true },
  { what: 'an entry that ends before all time', statement: set("expires_at = '-infinity'") },
]

const DAMAGED_TOKENS: readonly { readonly networks: string; readonly isTold?: true }[] = [
  { networks: "'{unreadable}'", isTold: true },
  { networks: "'{}'" },
  { networks: "'{10.0.0.1/8}'", isTold: true },
  { networks: "'{NULL}'" },
]

const METRICS_TOKEN = 'of-the-faults-and-long-enough-for-one'

type Site = { readonly rig: Rig; readonly server: RunningServer; readonly neighbours: readonly Expected[] }

const doorOf = ({ server }: Site) => ({ port: portOf(server), url: server.url })

/** As it is remembered, and as it is read: a load of calls that come together is one statement. */
async function warmAndCold(site: Site, keys: readonly Expected[]): Promise<string[]> {
  const warm = await askEverywhere(doorOf(site), keys, CALLERS)
  await site.rig.sql('SELECT gatelist_mark_changed(ARRAY(SELECT id FROM api_key))')
  const cold = await askEverywhere(doorOf(site), keys, CALLERS)
  return [...warm, ...cold.map((problem) => `${problem}, when it was read`)]
}

async function tryDamage(site: Site, { what, fences = [], statement, isTold }: Damage): Promise<string[]> {
  const { rig, server, neighbours } = site
  const { url } = server
  const own = { token: rig.token, ...(await issueKey({ url, token: rig.token }, [OWN, NAMED])) }
  const { key, listId } = await makeListed(rig, url)
  const hit = { what: 'a key with that list', ...own }
  const user = { what: 'a key that uses that named list', ...key }
  // Before the damage, so that the process holds the whole lists.
  const whole = [...neighbours, { ...hit, from: [OWN, NAMED] }, { ...user, from: [OWN, NAMED] }]
  const problems = await askEverywhere(doorOf(site), whole, CALLERS)
  for (const fence of fences) await rig.sql(fence)
  const before = await unreadableOf(server)
  for (const id of [own.id, listId]) await rig.sql(statement, [id])
  // What the key itself says goes on to count.
  problems.push(...(await warmAndCold(site, [...neighbours, { ...hit, from: [] }, { ...user, from: [OWN] }])))
  if (isTold) problems.push(...(await untold(server, before, [own.id, listId])))
  return problems.map((problem) => `${what}: ${problem}`)
}

/** A management token's list is text, so it can hold anything. Another token of its workspace goes on. */
async function tryToken(site: Site, { networks, isTold }: (typeof DAMAGED_TOKENS)[number]): Promise<string[]> {
  const { rig, server, neighbours } = site
  const { tokenId, token } = await insertToken(rig.sql, rig.workspaceId)
  const headers = { 'X-Forwarded-For': '203.0.113.7' }
  const call = { method: 'POST', path: 'apiKeys:verify', body: { credential: 'any' }, headers } as const
  const problems = (await ask({ url: server.url, token }, call)).status === 200 ? [] : ['it did not work before']
  const before = await unreadableOf(server)
  await rig.sql(`UPDATE management_token SET access_mode = 'enforce', networks = ${networks} WHERE id = $1`, [tokenId])
  const { status } = await ask({ url: server.url, token }, call)
  if (status !== 403 && status !== 503) problems.push(`it was answered ${status}`)
  problems.push(...(await askEverywhere(doorOf(site), neighbours, CALLERS)))
  if (isTold) problems.push(...(await untold(server, before, [tokenId])))
  return problems.map((problem) => `a token with the list ${networks}: ${problem}`)
}

async function unreadableOf({ url }: RunningServer): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } })
  return readScrape(await answer.text()).sum('gatelist_unreadable_lists_total')
}

/** What the alert goes by, and where whoever it wakes looks. */
async function untold(server: RunningServer, before: number, ids: readonly string[]): Promise<string[]> {
  const lines = server.output().split('\n')
  const isLogged = (id: string) => lines.some((line) => line.includes(id) && line.includes('cannot be read'))
  const isCounted = (await unreadableOf(server)) >= before + ids.length
  return [...(isCounted ? [] : ['not counted']), ...ids.filter((id) => !isLogged(id)).map((id) => `${id} not logged`)]
}

async function run() {
  return withRig(async (rig) => {
    const server = await rig.start({ METRICS_TOKEN })
    const site: Site = { rig, server, neighbours: await makeNeighbours(rig, server.url) }
    const problems: string[] = []
    for (const damage of DAMAGES) problems.push(...(await tryDamage(site, damage)))
    for (const damaged of DAMAGED_TOKENS) problems.push(...(await tryToken(site, damaged)))
    // All is damaged by now, and this process has never seen it whole.
    const started = { ...site, server: await rig.start() }
    problems.push(...(await warmAndCold(started, site.neighbours)))
    return {
      did: 'lists of keys, named lists and lists of management tokens damaged by plain SQL, past the fences of the schema where it has one; all other keys called meanwhile',
      figures: {
        'damages of a key and a named list': DAMAGES.length,
        'damages of a token': DAMAGED_TOKENS.length,
        'other keys': site.neighbours.length,
      },
      problems,
    }
  })
}

export const damagedList: Scenario = {
  id: 'F20',
  title: 'a stored list is damaged',
  goal: 'that key or token refuses everybody, 403 or 503, and is never open; all others are judged as ever; metric and log tell of it',
  run,
}
