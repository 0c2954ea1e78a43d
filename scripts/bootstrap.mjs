// From a fresh clone to something that can run: packages, database client, build. Each part is skipped when nothing it
// stands on has changed. Plain Node: nothing is installed yet when this runs.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, whenStale } from './fingerprint.mjs'
import { shareChunks } from './share-chunks.mjs'
import { must, Problem, root, run, step } from './steps.mjs'

const MINIMUM = [20, 19]

// Prisma downloads an engine that only its own migration tool needs; any file that exists stands in for it.
const quiet = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
  NEXT_TELEMETRY_DISABLED: '1',
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return
  throw new Problem(
    `Gatelist needs Node ${MINIMUM.join('.')} or later; this is ${process.versions.node}. Get one from https://nodejs.org`,
  )
}

/** Variables of .env, under those that are set already. */
export function loadEnvFile() {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
}

export async function installPackages() {
  if (packagesAreCurrent()) return
  await whenStale('node_modules/.gatelist-install', lockMark(), () =>
    step('Installing packages', async () => {
      const flags = ['--include=dev', '--no-audit', '--no-fund']
      // Some registries lack a package for another system that the lockfile names; `npm ci` refuses then, `install` does not.
      const exact = await npm(['ci', ...flags])
      if (exact.code === 0) return
      const lenient = await npm(['install', '--no-save', ...flags])
      if (lenient.code !== 0)
        throw new Problem(
          `${exact.output}\n${lenient.output}\nnpm could not install the packages; its output is above.`,
        )
    }),
  )
}

function npm(args) {
  // Under `npm start` this is the npm that was called, whatever the PATH says.
  const cli = process.env.npm_execpath
  const env = { ...quiet, NODE_ENV: 'development' }
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args], { env }) : run('npm', args, { env })
}

function lockMark() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

/** Whether what npm noted as installed is what the lockfile names, whoever installed it. */
function packagesAreCurrent() {
  const installed = readPackages('node_modules/.package-lock.json')
  if (installed === null) return false
  return Object.entries(readPackages('package-lock.json') ?? {}).every(([path, entry]) => {
    if (path === '') return true
    const here = installed[path]
    if (here === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return here.version === entry.version
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch {
    return null
  }
}

export async function generateClient() {
  const mark = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  await whenStale('lib/generated/.stamp', mark, () =>
    step('Generating the database client', () =>
      must('prisma generate', process.execPath, ['node_modules/prisma/build/index.js', 'generate'], { env: quiet }),
    ),
  )
}

const serverSources = () =>
  fingerprint(['lib', 'server', 'prisma/migrations', 'package-lock.json', 'tsconfig.json', 'scripts/bootstrap.mjs'])

/** The server, what is done to its database beside it, and its doctor: each one file for plain Node. Packages stay packages. */
export async function buildServer() {
  await whenStale('dist/server.stamp', serverSources(), () =>
    step('Building the server', async () => {
      const { build } = await import('esbuild')
      await build({
        absWorkingDir: root,
        entryPoints: { server: 'server/main.ts', database: 'server/database.ts', doctor: 'server/doctor/main.ts' },
        outdir: 'dist',
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        sourcemap: true,
        logLevel: 'warning',
        plugins: [packagesStayOutside],
      })
    }),
  )
}

// esbuild's own `packages: "external"` would leave out `#lib/…` too, which plain Node could not load as TypeScript.
const packagesStayOutside = {
  name: 'packages stay outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.#/]/ }, ({ kind }) => (kind === 'entry-point' ? null : { external: true }))
  },
}

const cliSources = () =>
  fingerprint([
    'cli',
    'lib/ip',
    'lib/doctor',
    'lib/duration.ts',
    'lib/operator/signature.ts',
    'package.json',
    'package-lock.json',
    'scripts/bootstrap.mjs',
  ])

/** cli/main.ts as one program with its packages inside, so that it starts fast and runs from anywhere. */
export async function buildCli() {
  await whenStale('dist/cli.stamp', cliSources(), () =>
    step('Building the command line client', async () => {
      const { build } = await import('esbuild')
      const { outputFiles } = await build({
        absWorkingDir: root,
        entryPoints: ['cli/main.ts'],
        outfile: 'dist/cli.js',
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        minifySyntax: true,
        minifyWhitespace: true,
        legalComments: 'inline',
        logLevel: 'warning',
        write: false,
        // Packages in the older module format ask for Node's own modules by `require`.
        banner: {
          js: [
            '#!/usr/bin/env node',
            "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
          ].join('\n'),
        },
      })
      // Put in place whole: another one may be running it, or building it beside us.
      const half = join(root, `dist/cli.js.${process.pid}`)
      mkdirSync(join(root, 'dist'), { recursive: true })
      writeFileSync(half, outputFiles[0].contents, { mode: 0o755 })
      renameSync(half, join(root, 'dist/cli.js'))
    }),
  )
}

export async function buildPages() {
  const rootFiles = readdirSync(root).filter(
    (name) => /\.(ts|mjs)$/.test(name) && !/^(vitest|playwright|next-env)\./.test(name),
  )
  const mark = fingerprint([
    'app',
    'components',
    'lib',
    'public',
    'package-lock.json',
    'tsconfig.json',
    'scripts/share-chunks.mjs',
    ...rootFiles.sort(),
  ])
  await whenStale('.next/gatelist.stamp', mark, () =>
    step('Building the pages (a minute or so, the first time and after changes)', async () => {
      await must('next build', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
        env: { ...quiet, NODE_ENV: 'production' },
      })
      shareChunks(join(root, '.next/server/chunks'))
    }),
  )
}
