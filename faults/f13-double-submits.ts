import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Asked, ask, issueKey, type Place, type Told } from './admin.ts'
import { listOf } from './list-version.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

/** Each is sent so often at once, by turns to each process, under one idempotency key. */
const TWICE = 4
const AGAIN_MS = 100
const LONGEST_MS = 20_000

type Submitted = { readonly told: readonly Told[]; readonly ids: readonly string[] }

async function submit(places: readonly Place[], path: string, body: object): Promise<Submitted> {
  const headers = { 'Idempotency-Key': randomUUID() }
  const sends = Array.from({ length: TWICE }, (_, at) => {
    const place = places[at % places.length]
    if (place === undefined) throw new Error('there is no server')
    return untilTold(place, { method: 'POST', path, body, headers })
  })
  const told = await Promise.all(sends)
  return { told, ids: [...new Set(told.flatMap(({ body }) => idIn(body)))] }
}

/** Again under the same key while the server says to come back, as a program does. */
async function untilTold(place: Place, asked: Asked): Promise<Told> {
  for (const end = performance.now() + LONGEST_MS; ; await sleep(AGAIN_MS)) {
    const told = await ask(place, asked)
    if (told.status !== 503 || performance.now() > end) return told
  }
}

function idIn(body: Record<string, unknown>): string[] {
  const key = body.issued_api_key as { key_id?: string } | undefined
  return key?.key_id === undefined ? [] : [key.key_id]
}

type Effects = { created: number; rotated: number; revoked: number; problems: string[]; statuses: number[] }

/** Makes a key, rotates it and revokes the new one, all several times at once. */
async function lifeOf(rig: Rig, places: readonly Place[], effects: Effects): Promise<void> {
  const name = randomUUID()
  const body = { name, actor_id: 'faults', ip_restriction: { allowed_cidrs: listOf(1) } }
  const created = await submit(places, 'issuedApiKeys', body)
  const [first = ''] = created.ids
  const rotated = await submit(places, `issuedApiKeys/${first}:rotate`, {})
  const [second = ''] = rotated.ids
  const revoked = await submit(places, `issuedApiKeys/${second}:revoke`, {})
  for (const { told } of [created, rotated, revoked]) effects.statuses.push(...told.map(({ status }) => status))
  const secrets = [created, rotated].map(
    ({ told }) => told.filter(({ body }) => typeof body.secret === 'string' && body.secret !== '').length,
  )
  effects.problems.push(
    ...unmet({
      'one key for each creation': created.ids.length === 1,
      'one new key for each rotation': rotated.ids.length === 1,
      'a secret is told once': secrets.every((count) => count === 1),
      ...(await effectsOf(rig, name, [first, second])),
    }),
  )
  effects.created += created.ids.length
  effects.rotated += rotated.ids.length
  effects.revoked += 1
}

/** What the database and the audit trail hold of it. */
async function effectsOf({ sql }: Rig, name: string, ids: readonly string[]): Promise<Record<string, boolean>> {
  const keys = await sql<{ id: string; ended: boolean }>(
    'SELECT id, revoked_at IS NOT NULL AS ended FROM api_key WHERE name = $1',
    [name],
  )
  const events = await sql<{ action: string; times: number }>(
    'SELECT action, count(*)::int AS times FROM audit_event WHERE key_id = ANY($1) GROUP BY key_id, action',
    [ids],
  )
  return {
    'two keys came of it, both ended': keys.length === 2 && keys.every(({ ended }) => ended),
    'each act is in the audit trail once': events.length > 0 && events.every(({ times }) => times === 1),
  }
}

async function run(context: Context) {
  const lives = sized(context, 5, 200)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const places = servers.map(({ url }) => ({ url, token: rig.token }))
    const effects: Effects = { created: 0, rotated: 0, revoked: 0, problems: [], statuses: [] }
    const [place] = places
    if (place !== undefined) await issueKey(place, listOf(1))
    const LANES = 5
    for (let done = 0; done < lives; done += LANES) {
      await Promise.all(Array.from({ length: Math.min(LANES, lives - done) }, () => lifeOf(rig, places, effects)))
    }
    const { problems, statuses, ...counts } = effects
    return {
      did: `keys made, rotated and revoked, ${LANES} at a time, each act sent ${TWICE} times at once to two processes under one idempotency key`,
      figures: { ...counts, 'requests sent': statuses.length },
      problems: [
        ...new Set(problems),
        ...unmet({ 'every repeat is answered as the first': statuses.every((status) => status < 300 && status > 0) }),
      ],
    }
  })
}

export const doubleSubmits: Scenario = {
  id: 'F13',
  title: 'storms of double submits',
  goal: 'one effect for each idempotency key, one audit event; every repeat answered as the first',
  run,
}
