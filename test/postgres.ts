import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '#server/embedded-database'
import { findPostmaster, stopPostmaster } from '#server/postgres/postmaster'
import { runningProcess } from '#server/processes'

// Tests ask whether answers are right, not whether they outlive a power cut.
const HASTY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** A PostgreSQL of its own in a temporary folder; stopping it removes the folder. */
export async function startTestPostgres(settings: readonly string[] = HASTY): Promise<EmbeddedDatabase> {
  const dataDir = testFolder('postgres')
  const database = await startEmbeddedDatabase({ dataDir, settings, say: () => undefined })
  return {
    ...database,
    stop: async () => {
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A temporary folder that PostgreSQL's account can enter; its name says whose it is. */
export function testFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-${purpose}-`))
  chmodSync(folder, 0o755)
  return folder
}

/** Removes what test runs left that were killed. */
export async function sweepTestFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^gatelist-test-(\d+)-/.exec(name)?.[1])
    if (!(pid > 0) || runningProcess(pid) !== null) continue
    const folder = join(tmpdir(), name)
    const orphan = findPostmaster(join(folder, 'postgres'))
    if (orphan !== null) await stopPostmaster(orphan)
    // A fault that was killed leaves its small disk mounted, which no folder can be removed under.
    spawnSync('umount', ['-l', folder], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  }
}
