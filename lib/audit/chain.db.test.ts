import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma, type Tx, transaction } from '#lib/db'
import { secretFingerprint } from '#lib/secrets'
import { projectRoot } from '#server/project-root'
import { testDatabase } from '#test/database'
import type { StaffActor, SystemActor } from './actor.ts'
import { headText } from './chain.ts'
import { sealOf } from './chain-seal.ts'
import { protection } from './chain-state.ts'
import { checkTrail } from './check.ts'
import { createSealer } from './checkpoint.ts'
import { record, recordAll } from './record.ts'
import { type ChainQuestion, verifyStep } from './verify-chain.ts'

const actor: SystemActor = { kind: 'system', label: 'Gatelist', address: '192.0.2.1', door: 'server', requestId: 'r' }

let database: Awaited<ReturnType<typeof testDatabase>>
/** Somebody at the database itself, for whom the triggers are switched off. */
let superuser: pg.Client

beforeAll(async () => {
  database = await testDatabase()
  superuser = new pg.Client({ connectionString: database.url })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await database.close()
})
beforeEach(async () => {
  const zeros = '00'.repeat(32)
  await tamper(
    'TRUNCATE audit_event, audit_link, audit_checkpoint RESTART IDENTITY',
    `UPDATE audit_anchor SET position = 0, seal = NULL, hash = decode('${zeros}', 'hex')`,
  )
  for (let n = 1; n <= 6; n++) await add(n)
})

function add(n: number): Promise<void> {
  const before = { name: `före ${n}`, list: null }
  return transaction((tx) =>
    record(tx, {
      actor,
      action: 'workspace.create',
      workspaceId: null,
      before,
      after: { n: n / 10, 名: ['"', 'é\n'] },
    }),
  )
}

/** Writes past the triggers. */
async function tamper(...statements: string[]): Promise<void> {
  await superuser.query(
    `SET session_replication_role = replica; ${statements.join(';')}; RESET session_replication_role`,
  )
}

/** Makes every link anew, as the database would have: somebody who knows how. */
const REMAKE = `DO $$
  DECLARE e audit_event; place bigint := 0; previous bytea := decode(repeat('00', 32), 'hex');
  BEGIN
    DELETE FROM audit_link;
    FOR e IN SELECT * FROM audit_event ORDER BY id LOOP
      place := place + 1; previous := sha256(previous || gatelist_audit_bytes(e));
      INSERT INTO audit_link VALUES (place, e.id, previous);
    END LOOP;
  END $$`

async function check(question: Partial<ChainQuestion> = {}) {
  const step = await verifyStep({ from: 1n, ...question })
  return step.problem === null
    ? { checked: step.checked }
    : { fault: step.problem.fault, event: step.problem.eventId, position: step.problem.position }
}

describe('the chain', () => {
  it('is whole after 20 transactions at once, some with many events, and is made anew outside the database', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        transaction((tx) =>
          recordAll(
            tx,
            Array.from({ length: n % 4 === 0 ? 10 : 1 }, () => ({
              ...({ actor, action: 'key.allowlist', workspaceId: null } as const),
              after: { from: n },
            })),
          ),
        ),
      ),
    )
    const { rows } = await superuser.query('SELECT count(*)::int AS n, max(position)::int AS last FROM audit_link')
    expect(rows).toEqual([{ n: 71, last: 71 }])
    const small = { links: 7, bytes: 1_000_000 }
    let [from, checked]: [bigint | null, number] = [1n, 0]
    while (from !== null) {
      const step = await verifyStep({ from }, small)
      expect(step.problem).toBeNull()
      checked += step.checked
      from = step.next
    }
    expect(checked).toBe(71)
  })

  it('leaves nothing of a transaction that is rolled back, and no gap', async () => {
    const failing = transaction(async (tx) => {
      await record(tx, { actor, action: 'workspace.create', workspaceId: null })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await add(7)
    expect(await check()).toEqual({ checked: 7 })
  })

  it('never branches where a transaction saw an older state: its commit fails', async () => {
    const late = prisma().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM audit_link LIMIT 1`
        await add(7)
        await record(tx, { actor, action: 'workspace.create', workspaceId: null })
      },
      { isolationLevel: 'RepeatableRead' },
    )
    await expect(late).rejects.toThrow()
    expect(await check()).toEqual({ checked: 7 })
  })

  it.each(['UPDATE audit_event SET actor_label = $$x$$', 'DELETE FROM audit_event', 'TRUNCATE audit_event'])(
    'refuses `%s`, from a superuser too, and the same of links, checkpoints and the anchor',
    async (sql) => {
      await createSealer(0)()
      const set = { audit_link: 'event_id = 99', audit_checkpoint: 'at = now()', audit_anchor: 'position = 3' }
      await expect(superuser.query(sql)).rejects.toThrow('append-only')
      for (const [table, change] of Object.entries(set)) {
        const other = sql.replace('audit_event', table).replace('actor_label = $$x$$', change)
        await expect(superuser.query(other)).rejects.toThrow(/append-only|only moves forward/)
      }
    },
  )
})

describe('a check', () => {
  const cases: [string, string[], object][] = [
    [
      'an edit',
      ["UPDATE audit_event SET actor_label = 'somebody else' WHERE id = 3"],
      { fault: 'event_changed', event: 3n },
    ],
    [
      'an edit of a byte of the details',
      [`UPDATE audit_event SET after = jsonb_set(after, '{n}', '0.40') WHERE id = 4`],
      { fault: 'event_changed', event: 4n },
    ],
    ['a deletion', ['DELETE FROM audit_event WHERE id = 3'], { fault: 'event_missing', event: 3n }],
    [
      'a deletion with its link',
      ['DELETE FROM audit_event WHERE id = 3', 'DELETE FROM audit_link WHERE event_id = 3'],
      { fault: 'link_missing', position: 3n },
    ],
    [
      'an insertion',
      ["INSERT INTO audit_event (id, actor_label, action, door) VALUES (100, 'a', 'b', 'api')"],
      { fault: 'event_unlinked', event: 100n },
    ],
    [
      'two events that changed places',
      [
        'UPDATE audit_link SET event_id = -1 WHERE position = 3',
        'UPDATE audit_link SET event_id = 3 WHERE position = 4',
        'UPDATE audit_link SET event_id = 4 WHERE position = 3',
      ],
      { fault: 'event_changed', position: 3n },
    ],
    [
      'an end that was cut off',
      ['DELETE FROM audit_event WHERE id > 4', 'DELETE FROM audit_link WHERE position > 4'],
      { fault: 'truncated', position: 6n },
    ],
    [
      'a chain that was made anew',
      ["UPDATE audit_event SET actor_label = 'somebody else' WHERE id = 3", REMAKE],
      { fault: 'checkpoint_differs', position: 6n },
    ],
    [
      'a checkpoint that was made to fit it',
      [
        "UPDATE audit_event SET actor_label = 'somebody else' WHERE id = 3",
        REMAKE,
        'UPDATE audit_checkpoint c SET hash = l.hash FROM audit_link l WHERE l.position = c.position',
      ],
      { fault: 'checkpoint_forged', position: 6n },
    ],
    [
      'a beginning that was cut off',
      [
        'UPDATE audit_anchor a SET position = 2, hash = l.hash, seal = c.seal FROM audit_link l, audit_checkpoint c WHERE l.position = 2',
        'DELETE FROM audit_event WHERE id <= 2',
        'DELETE FROM audit_link WHERE position <= 2',
      ],
      { fault: 'anchor_forged', position: 2n },
    ],
  ]
  it.each(cases)('finds %s, made by SQL as superuser', async (_, statements, found) => {
    expect(await createSealer()()).toMatchObject({ outcome: 'sealed' })
    expect(await check()).toEqual({ checked: 6 })
    await tamper(...statements)
    expect(await check()).toMatchObject(found)
  })

  it('cannot see that an end went with its checkpoints, unless the head was noted elsewhere or a server went on running', async () => {
    const { head } = await verifyStep({ from: 1n })
    const running = createSealer(0)
    await running()
    await tamper(
      'DELETE FROM audit_event WHERE id > 4',
      'DELETE FROM audit_link WHERE position > 4',
      'DELETE FROM audit_checkpoint',
    )
    expect(await check()).toEqual({ checked: 4 })
    expect(await check({ expected: head })).toMatchObject({ fault: 'head_missing', position: 6n })
    expect(await running()).toMatchObject({ outcome: 'broken', problem: { fault: 'truncated', position: 6n } })
    for (let n = 0; n < 3; n++) await add(n)
    expect(await check({ expected: head })).toMatchObject({ fault: 'head_differs', position: 6n })
    expect(await running()).toMatchObject({ outcome: 'broken', problem: { fault: 'checkpoint_differs' } })
  })

  it('comes before every seal, so that what is broken is never vouched for', async () => {
    await tamper("UPDATE audit_event SET door = 'cli' WHERE id = 2")
    expect(await createSealer(0)()).toMatchObject({
      outcome: 'broken',
      problem: { fault: 'event_changed', eventId: 2n },
    })
    expect(await prisma().auditCheckpoint.count()).toBe(0)
  })

  it('ends early when the process does, and the next seal goes on from there', async () => {
    for (let n = 7; n <= 250; n++) await add(n)
    expect(await createSealer(0)(AbortSignal.abort())).toMatchObject({ outcome: 'sealed', head: { position: 200n } })
    expect(await createSealer(0)()).toMatchObject({ outcome: 'sealed', head: { position: 250n } })
  })

  it('is itself in the trail, with what it found, and cannot be gone on with by another', async () => {
    const user = { id: '01900000-0000-7000-8000-000000000001', email: 'auditor@example.com' }
    const staff: StaffActor = {
      ...actor,
      kind: 'staff',
      userId: user.id,
      label: user.email,
      role: 'auditor',
      tokenId: null,
    }
    const { head } = await verifyStep({ from: 1n })
    const done = await checkTrail(staff, { state: null, head: headText(head) })
    expect(done).toMatchObject({ ok: true, value: { state: null, checked: 7, total: 7, problem: null } })
    await tamper("UPDATE audit_event SET door = 'cli' WHERE id = 2")
    const broken = await checkTrail(staff, { state: null, head: null })
    expect(broken).toMatchObject({ ok: true, value: { problem: { fault: 'event_changed', eventId: '2' } } })
    const events = await prisma().auditEvent.findMany({ where: { staffRole: 'auditor' }, orderBy: { id: 'asc' } })
    expect(events.map((event) => [event.action, event.actorLabel, event.after])).toMatchObject([
      ['audit.check', user.email, { head: headText(head) }],
      ['audit.check_end', user.email, { checked: 7, problem: null }],
      ['audit.check', user.email, {}],
      ['audit.check_end', user.email, { checked: 1, problem: { eventId: '2' } }],
    ])
    expect(await checkTrail(staff, { state: secretFingerprint(), head: null })).toMatchObject({ error: 'bad_state' })
    expect(await checkTrail(staff, { state: null, head: '5' })).toMatchObject({ error: 'bad_head' })
  })
})

describe('rights', () => {
  const [owner, server] = [`gatelist_audit_${process.pid}`, `gatelist_app_${process.pid}`]
  const asRole = <T>(role: string, run: (tx: Tx) => Promise<T>) =>
    transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL ROLE ${role}`)
      return run(tx)
    })

  it('deny the trail to its owner, and to a server of another role even more, which records and prunes all the same', async () => {
    expect(await protection()).toEqual({ triggers: true, rights: 'superuser' })
    const documented = readFileSync(join(projectRoot, 'docs/operate/audit-trail.md'), 'utf8')
    const [, sql = ''] = /```sql\n(CREATE ROLE[^`]*)```/.exec(documented) ?? []
    await superuser.query(`CREATE ROLE ${server}; GRANT USAGE ON SCHEMA public TO ${server}`)
    try {
      await superuser.query(sql.replaceAll(/gatelist_audit(?=;)/g, owner).replaceAll('gatelist_app', server))
      expect(await asRole(owner, protection)).toEqual({ triggers: true, rights: 'owner' })
      expect(await asRole(server, protection)).toEqual({ triggers: true, rights: 'in_force' })
      for (const role of [owner, server]) {
        for (const attempt of [
          'DELETE FROM audit_event',
          'UPDATE audit_link SET event_id = 1',
          'TRUNCATE audit_checkpoint',
        ]) {
          await expect(asRole(role, (tx) => tx.$executeRawUnsafe(attempt))).rejects.toThrow('permission denied')
        }
      }
      await tamper("UPDATE audit_event SET at = at - interval '40 days' WHERE id <= 2", REMAKE)
      await asRole(server, (tx) => record(tx, { actor, action: 'audit.prune', workspaceId: null }))
      const [upto] = await superuser
        .query('SELECT encode(hash, $1) AS hash FROM audit_link WHERE position = 2', ['hex'])
        .then(({ rows }) => rows)
      const seal = sealOf('anchor', { position: 2n, hash: upto.hash })
      await asRole(server, (tx) => tx.$queryRaw`SELECT events FROM gatelist_audit_prune(2, ${seal}, '{}')`)
      expect(await check()).toEqual({ checked: 5 })
      expect(await asRole(owner, protection)).toEqual({ triggers: true, rights: 'owner' })
    } finally {
      await superuser.query(
        `DROP OWNED BY ${server} CASCADE; DROP OWNED BY ${owner} CASCADE; DROP ROLE ${server}; DROP ROLE ${owner}`,
      )
    }
  })
})
