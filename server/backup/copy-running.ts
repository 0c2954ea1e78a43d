import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { copyFolder } from '#server/backup/copy-folder'

/** What a backup leaves out: https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA */
const CONTENTS_LEFT_OUT = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//
const LEFT_OUT = /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*)$/

const SEGMENT = /^[0-9A-F]{24}$/

type End = { label: string; first: string; last: string }

/**
 * Copies the data folder of a PostgreSQL that runs and is written to, by its own protocol for base backups. The copy begins with
 * a recovery to the moment at which it was complete.
 *
 * @param url of a superuser
 */
export async function copyRunning(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    // Keeps the log from being removed under our hands; it goes with the connection.
    await client.query("SELECT pg_create_physical_replication_slot('gatelist_backup_' || pg_backend_pid(), true, true)")
    const { rows } = await client.query<{ first: string }>(
      "SELECT pg_walfile_name(pg_backup_start('gatelist', true)) AS first",
    )
    await copyFolder(from, to, { takes: (path) => !CONTENTS_LEFT_OUT.test(path) && !LEFT_OUT.test(path) })
    const end = await stopBackup(client, rows[0]?.first ?? '')
    await writeFile(join(to, 'backup_label'), end.label, { mode: 0o600 })
    await copyLog(join(from, 'pg_wal'), join(to, 'pg_wal'), end)
  } finally {
    await client.end()
  }
}

async function stopBackup(client: pg.Client, first: string): Promise<End> {
  const { rows } = await client.query<{ label: string; last: string }>(
    'SELECT labelfile AS label, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)',
  )
  const [end] = rows
  if (end === undefined) throw new Error('PostgreSQL did not say where the backup ends')
  return { ...end, first }
}

async function copyLog(from: string, to: string, { first, last }: End): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const segments = (await readdir(from)).filter((name) => SEGMENT.test(name) && name >= first && name <= last)
  if (!segments.includes(last)) throw new Error(`PostgreSQL's log ${last} was removed during the backup`)
  for (const name of segments) await copyFile(join(from, name), join(to, name))
}
