import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, until } from './checks.mjs'
import { start } from './stages.mjs'

/** The image on a database of its own: migrated, started, called, asked by its own programs, and ended. */
export async function proveServer(image, url) {
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
