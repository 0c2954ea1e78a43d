import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findPostmaster, stopPostmaster } from '#server/postgres/postmaster'
import { projectRoot } from '#server/project-root'
import { testFolder } from '#test/postgres'
import { startServer } from '#test/servers'
import { cloneTemplate, dropDatabase, onServer, testServer } from '#test/template'

const dataDir = testFolder('main')
const onItsOwn = { env: { DATA_DIR: dataDir, DATABASE_URL: '', GATELIST_SECRET: '', GATELIST_WITHOUT_PAGES: '1' } }
const cluster = join(dataDir, 'postgres')

/** Starts a server that is expected to refuse. */
async function refusal(env: Record<string, string>): Promise<string> {
  return startServer({ env: { ...onItsOwn.env, ...env } }).then(
    async (server) => {
      await server.stop()
      throw new Error('it started')
    },
    (error: Error) => error.message,
  )
}

async function answer(url: string): Promise<number> {
  return (await fetch(url, { headers: { connection: 'close' } })).status
}

afterAll(async () => {
  const left = findPostmaster(cluster)
  if (left !== null) await stopPostmaster(left)
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a server with its own PostgreSQL', () => {
  it('keeps its data over a stop, and stops PostgreSQL with it', async () => {
    const first = await startServer(onItsOwn)
    const database = findPostmaster(cluster)
    expect(database?.alive()).toBe(true)
    expect(await answer(`${first.url}/v1/ip`)).toBe(200)
    expect(first.output()).toContain('Migrated the database')
    expect(await first.stop()).toBe(0)
    expect(database?.alive()).toBe(false)
    expect(existsSync(join(dataDir, 'gatelist.lock'))).toBe(false)

    const second = await startServer(onItsOwn)
    expect(second.output()).not.toContain('Migrated the database')
    expect(await second.stop()).toBe(0)
  })

  it('refuses a second start on its folder, and says who holds it', async () => {
    const server = await startServer(onItsOwn)
    expect(await refusal({})).toContain(`Gatelist already runs on ${dataDir} (process ${server.pid})`)
    expect(await answer(`${server.url}/v1/ip`)).toBe(200)
    await server.stop()
  })

  it('takes over the PostgreSQL of a Gatelist that was killed', async () => {
    const killed = await startServer(onItsOwn)
    const orphan = findPostmaster(cluster)
    await killed.kill9()
    expect(orphan?.alive()).toBe(true)
    const next = await startServer(onItsOwn)
    expect(findPostmaster(cluster)?.pid).toBe(orphan?.pid)
    await next.stop()
    expect(orphan?.alive()).toBe(false)
  })

  it('recovers when both were killed', async () => {
    const killed = await startServer(onItsOwn)
    const database = findPostmaster(cluster)
    await killed.kill9()
    process.kill(database?.pid ?? 0, 'SIGKILL')
    const next = await startServer(onItsOwn)
    expect(await answer(`${next.url}/v1/ip`)).toBe(200)
    await next.stop()
  })

  it('starts PostgreSQL again when that is killed', async () => {
    const server = await startServer(onItsOwn)
    const before = findPostmaster(cluster)
    process.kill(before?.pid ?? 0, 'SIGKILL')
    await expect.poll(() => findPostmaster(cluster)?.pid, { timeout: 10_000 }).not.toBe(before?.pid)
    await server.stop()
  })

  it('refuses a master secret that is not the one it began with', async () => {
    const message = await refusal({ GATELIST_SECRET: 'another secret, which is long enough to be one' })
    expect(message).toContain('set up with another master secret than the one from GATELIST_SECRET')
  })
})

describe('starting', () => {
  it('lists all bad variables and ends', async () => {
    const message = await refusal({ PORT: 'abc', LOG_LEVEL: 'loud' })
    expect(message).toMatch(/PORT must be .*\n.*LOG_LEVEL must be/)
  })

  it('says that the port is taken', async () => {
    const server = await startServer(onItsOwn)
    const other = testFolder('other')
    expect(await refusal({ PORT: new URL(server.url).port, DATA_DIR: other })).toContain('Set PORT to another one')
    await server.stop()
    rmSync(other, { recursive: true, force: true })
  })

  it('says that a database does not answer', async () => {
    const message = await refusal({ DATABASE_URL: 'postgresql://gatelist@127.0.0.1:1/none' })
    expect(message).toContain('The database does not answer')
  })

  it('lets several processes share a database and a secret', async () => {
    const name = `main_${process.pid}`
    const url = await cloneTemplate(testServer(), name)
    const env = { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1' }
    const servers = await Promise.all([startServer({ env }), startServer({ env })])
    await Promise.all(servers.map((server) => server.stop()))
    expect(await onServer(url, async (c) => (await c.query('SELECT 1 FROM installation')).rowCount)).toBe(1)
    await dropDatabase(testServer(), name)
  })
})

describe('stopping', () => {
  it('lets a request end that has begun, and takes no new connection', async () => {
    const server = await startServer(onItsOwn)
    const { port } = new URL(server.url)
    const slow = request({
      port,
      path: '/v1/verify',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 2 },
    })
    const status = new Promise<number | undefined>((resolve, reject) => {
      slow.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    })
    slow.flushHeaders()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const stopped = server.stop()
    await expect.poll(() => refusesConnections(Number(port))).toBe(true)
    slow.end('{}')
    expect(await status).toBe(401)
    expect(await stopped).toBe(0)
  })

  it('obeys a signal that comes twice, and one that comes while it starts', async () => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/server.js')], {
      cwd: projectRoot,
      env: { ...process.env, ...onItsOwn.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(findPostmaster(cluster)?.alive() ?? false).toBe(false)
  })
})

function refusesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() && false))
    socket.on('error', () => resolve(true))
  })
}
