import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedDatabase } from '#server/embedded-database'
import { testFolder } from '#test/postgres'
import { type Load, lateTrouble, loadFigures, underLoad } from './load.ts'
import { mutedProblems } from './muted-server.ts'
import { decidedAgain } from './recovery.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, type Finding, limitOf, type Scenario, sized, unmet } from './scenario.ts'
import { type SmallDisk, withSmallDisk } from './small-disk.ts'

const DISK_MIB = 300
const WAL_MIB = 120
/** So that what is written soon needs another file of the write-ahead log. */
const SETTINGS = ['wal_level=minimal', 'max_wal_senders=0', 'min_wal_size=32MB', 'max_wal_size=48MB']

type Filled = { savedAfterMs: number; decidedAfterMs: number }

type Full = { readonly disk: SmallDisk; readonly lastsMs: number; meanwhile(): Promise<void> }

async function fillOnce(load: Load, { disk, lastsMs, meanwhile }: Full): Promise<Filled> {
  await sleep(500)
  disk.fill()
  await meanwhile()
  await sleep(lastsMs)
  disk.empty()
  const start = performance.now()
  const saved = load.saving.counts.saved
  while (load.saving.counts.saved <= saved && performance.now() - start < 30_000) await sleep(5)
  const savedAfterMs = performance.now() - start
  return { savedAfterMs, decidedAfterMs: await decidedAgain(load.callings, start) }
}

/** `meanwhile`: uses up what the database holds in reserve on that disk. */
async function fillUnder(context: Context, rig: Rig, { disk, meanwhile }: Omit<Full, 'lastsMs'>): Promise<Finding> {
  const lastsMs = sized(context, 3000, 20_000)
  const servers = [await rig.start(), await rig.start()]
  let filled: Filled = { savedAfterMs: Number.NaN, decidedAfterMs: Number.NaN }
  const borne = await underLoad({ rig, servers, saveEveryMs: 5 }, async (load) => {
    filled = await fillOnce(load, { disk, lastsMs, meanwhile })
  })
  const { statuses, counts } = borne.saving
  return {
    did: `for ${lastsMs / 1000} s`,
    figures: {
      ...loadFigures(borne),
      'saves by status': Object.entries(statuses)
        .map(([status, times]) => `${status} × ${times}`)
        .join(', '),
      'saved again after ms': Math.round(filled.savedAfterMs),
      'decided again after ms': Math.round(filled.decidedAfterMs),
    },
    problems: [
      ...borne.problems,
      ...lateTrouble(context, borne),
      ...unmet({
        'saves were turned away': counts.maybe > 0,
        'each by a 503': Object.keys(statuses).every((status) => status === '200' || status === '503'),
        'saved again within 5 s of space': filled.savedAfterMs <= limitOf(context, 5000),
        'decided again within 5 s of space': filled.decidedAfterMs <= limitOf(context, 5000),
      }),
    ],
  }
}

/** The write-ahead log alone lies on the small disk. */
async function logOn(disk: SmallDisk): Promise<string> {
  const dataDir = testFolder('postgres')
  const made = await startEmbeddedDatabase({ dataDir, say: () => undefined, settings: SETTINGS })
  await made.stop()
  const log = join(dataDir, 'postgres/pg_wal')
  const there = join(disk.folder, 'pg_wal')
  execFileSync('cp', ['-a', log, there])
  rmSync(log, { recursive: true })
  symlinkSync(there, log)
  return dataDir
}

/** Files of the log are kept and written again, so a full disk would stop nobody for a while. */
async function useUpLog({ sql }: Rig): Promise<void> {
  for (let file = 0; file < 8; file += 1) {
    // The one that finds no space ends the database.
    await sql("SELECT pg_logical_emit_message(true, 'gatelist', 'a'), pg_switch_wal()").catch(() => undefined)
  }
}

async function run(context: Context): Promise<Finding> {
  const data = await withSmallDisk(DISK_MIB, (disk) =>
    withRig((rig) => fillUnder(context, rig, { disk, meanwhile: async () => undefined }), {
      dataDir: join(disk.folder, 'd'),
      settings: SETTINGS,
    }),
  )
  if (context.isShort) return { ...data, did: `the disk with all of PostgreSQL's data full ${data.did}` }
  const log = await withSmallDisk(WAL_MIB, async (disk) =>
    withRig((rig) => fillUnder(context, rig, { disk, meanwhile: () => useUpLog(rig) }), {
      dataDir: await logOn(disk),
      settings: SETTINGS,
    }),
  )
  const muted = await withRig((rig) => mutedProblems(rig))
  return {
    did: `the disk with all of PostgreSQL's data full ${data.did}; that with its write-ahead log alone; the app's log on a full disk`,
    figures: {
      ...data.figures,
      ...Object.fromEntries(Object.entries(log.figures).map(([what, value]) => [`log disk: ${what}`, value])),
    },
    problems: [...data.problems, ...log.problems.map((problem) => `log disk: ${problem}`), ...muted],
  }
}

export const diskFull: Scenario = {
  id: 'F10',
  title: 'a disk is full',
  goal: 'saves 503 and the old list in force; verification goes on or 503; both again within 5 s of space',
  run,
}
