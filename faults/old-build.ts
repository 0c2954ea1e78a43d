import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { testFolder } from '#test/postgres'
import { Skipped } from './scenario.ts'

/** The version before this one that had fewer migrations, built. */
export type OldBuild = { readonly root: string; readonly commit: string; readonly missing: readonly string[] }

/** Builds it from the history that is kept here, lends it and removes it. */
export async function withOldBuild<T>(use: (old: OldBuild) => Promise<T>): Promise<T> {
  const found = findOld()
  const root = testFolder('old')
  try {
    const archive = join(root, 'archive.tar')
    git('archive', '--output', archive, found.commit)
    execFileSync('tar', ['-xf', archive, '-C', root])
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
    build(root)
    return await use({ root, ...found })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function findOld(): Omit<OldBuild, 'root'> {
  if (!existsSync(join(projectRoot, '.git')))
    throw new Skipped('an older version is built from the history of git, which is not here')
  const now = readdirSync(join(projectRoot, 'prisma/migrations'))
  for (const commit of git('log', '--format=%h', '--', 'prisma/migrations').split('\n')) {
    const then = git('ls-tree', '--name-only', commit, 'prisma/migrations/')
      .split('\n')
      .map((path) => path.slice('prisma/migrations/'.length))
    const missing = now.filter((name) => !then.includes(name))
    if (missing.length > 0 && then.every((name) => now.includes(name))) return { commit, missing }
  }
  throw new Skipped('the history of git that is kept here has no version with fewer migrations')
}

/** As `npm start` does, with the packages of this version. */
function build(root: string): void {
  const script = join(root, 'build-old.mjs')
  writeFileSync(
    script,
    "import { buildServer, generateClient } from './scripts/bootstrap.mjs'\nawait generateClient()\nawait buildServer()\n",
  )
  execFileSync(process.execPath, [script], { cwd: root, stdio: 'pipe' })
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim()
}
