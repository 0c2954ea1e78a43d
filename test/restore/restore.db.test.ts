import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyStep } from '#lib/audit/verify-chain'
import { closeDatabase } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { storedRows } from '#lib/verify/fixtures'
import { createKeyFinder, type KeyFinder } from '#lib/verify/freshness'
import { createKeySource, type PooledKeySource } from '#lib/verify/source'
import { migrate } from '#server/migrate'
import { binaries, startDebianPostgres, withoutClients } from '#test/restore/debian-postgres'
import { cloneTemplate, databaseUrl, dropDatabase, migrationsFolder, onServer, testServer } from '#test/template'

const WORKSPACE = '00000000-0000-4000-8000-000000000002'

/** A paused key and another one. @returns their digests */
async function writeKeys(url: string) {
  return onServer(url, async (client) => {
    const { insertWorkspace, insertKey } = storedRows(
      () => client,
      () => WORKSPACE,
    )
    await insertWorkspace(WORKSPACE)
    const [paused, other] = [await insertKey(), await insertKey()]
    await client.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [paused.id])
    return { paused, other }
  })
}

const run = (url: string, sql: string) => onServer(url, (client) => client.query(sql))
const note = (url: string, what: string) =>
  run(url, `INSERT INTO audit_event (actor_label, action, door) VALUES ('Ada', '${what}', 'dashboard')`)

describe('a process that runs through the restore of an older backup', () => {
  const [live, backup] = [`live_${process.pid}`, `backup_${process.pid}`]
  const url = databaseUrl(testServer(), live)
  let keys: Awaited<ReturnType<typeof writeKeys>>
  let source: PooledKeySource
  let finder: KeyFinder

  /** In place of the live one, whoever is connected to that. */
  async function bringBack(): Promise<void> {
    await dropDatabase(testServer(), live)
    await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${live} TEMPLATE ${backup}`))
  }

  const changes = (count: number) =>
    onServer(url, async (client) => {
      for (let n = 0; n < count; n += 1)
        await client.query(
          "UPDATE api_key SET expires_at = coalesce(expires_at, now()) + interval '1 day' WHERE id = $1",
          [keys.other.id],
        )
    })
  const isPaused = async () => (await finder.find(keys.paused.digest)).key?.pausedAt !== null
  /** After the backup the key goes on, and the process holds it so. */
  async function goOnAndHold(): Promise<void> {
    await run(url, 'UPDATE api_key SET paused_at = NULL')
    await changes(3)
    expect(await isPaused()).toBe(false)
    expect(await isPaused()).toBe(false)
  }

  beforeAll(async () => {
    keys = await writeKeys(await cloneTemplate(testServer(), live))
    await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${backup} TEMPLATE ${live}`))
    source = createKeySource(url, 2000)
    finder = createKeyFinder(source, 2000)
  })
  afterAll(async () => {
    await source.close()
    for (const name of [live, backup]) await dropDatabase(testServer(), name)
  })

  it('forgets what it holds when the clock went back', async () => {
    await goOnAndHold()
    await bringBack()
    // The first call may find its connection gone, and is then unanswered: refused, not judged by the old state.
    await isPaused().catch(() => undefined)
    expect(await isPaused()).toBe(true)
  })

  it('forgets what it holds even if it asks again only after as many changes as there were', async () => {
    await goOnAndHold()
    await bringBack()
    await changes(10)
    await isPaused().catch(() => undefined)
    expect(await isPaused()).toBe(true)
  })
})

describe.skipIf(withoutClients !== null)(
  `pg_dump and pg_restore${withoutClients === null ? '' : ` (skipped: ${withoutClients})`}`,
  () => {
    let server: Awaited<ReturnType<typeof startDebianPostgres>>
    const client = (program: string, args: readonly string[], input?: Buffer) =>
      execFileSync(join(binaries, 'bin', program), args, { input, stdio: 'pipe', maxBuffer: 100_000_000 })

    beforeAll(async () => {
      server = await startDebianPostgres(['live', 'restored'])
    })
    afterAll(async () => {
      await closeDatabase()
      await server.stop()
    })

    it('bring back keys, triggers and a whole trail, of which only its noted head tells what is missing', async () => {
      const [live, restored] = [server.urlOf('live'), server.urlOf('restored')]
      await migrate(live, migrationsFolder)
      const { paused, other } = await writeKeys(live)
      await note(live, 'key.create')
      const dump = client('pg_dump', ['--format=custom', '--no-owner', live])
      await note(live, 'key.revoke')
      await run(live, 'UPDATE api_key SET revoked_at = now()')
      resolveEnv({ DATABASE_URL: live })
      await closeDatabase()
      const lost = (await verifyStep({ from: 1n })).head
      await closeDatabase()

      const whole = ['--exit-on-error', '--single-transaction', '--no-owner', `--dbname=${restored}`]
      client('pg_restore', whole, dump)
      expect(await migrate(restored, migrationsFolder)).toEqual([])

      const source = createKeySource(restored, 5000)
      const { find } = createKeyFinder(source, 5000)
      expect((await find(paused.digest)).key).toMatchObject({ pausedAt: expect.any(Number), revokedAt: null })
      expect((await find(other.digest)).key?.revokedAt).toBeNull()
      await run(restored, 'UPDATE api_key SET revoked_at = now()')
      expect((await find(other.digest)).key?.revokedAt).toEqual(expect.any(Number))
      await source.close()
      await expect(run(restored, 'DELETE FROM audit_event')).rejects.toThrow(pg.DatabaseError)

      resolveEnv({ DATABASE_URL: restored })
      expect((await verifyStep({ from: 1n })).problem).toBeNull()
      const compared = await verifyStep({ from: 1n, expected: lost })
      expect(compared.problem?.fault).toBe('head_missing')
    })
  },
)
