import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildCli } from '../scripts/bootstrap.mjs'
import { key, stubServer, TOKEN } from './fixtures.ts'
import { version } from './version.ts'

const projectRoot = dirname(import.meta.dirname)
const program = join(projectRoot, 'dist/cli.js')
const cwd = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-main-`))
const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: process.env.PATH, HOME: cwd, GATELIST_TOKEN: TOKEN }

beforeAll(async () => {
  await buildCli()
}, 60_000)

async function run(...args: string[]) {
  const child = spawn(program, args, { cwd, env })
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    out.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    out.stderr += chunk
  })
  child.stdin.end()
  const [code] = await once(child, 'close')
  return { code, ...out }
}

describe('the program', () => {
  it('is one file that runs by itself, from any folder', async () => {
    expect(statSync(program).mode & 0o111).toBe(0o111)
    expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('speaks to a server and passes its answer on', async () => {
    const server = await stubServer(() => ({ body: { issued_api_key: key, secret: 'gl_live_s' } }))
    const { code, stdout } = await run('keys', 'issue', 'n', '--actor', 'a', '--format', 'json', '-e', server.url)
    await server.close()
    expect(code).toBe(0)
    expect(JSON.parse(stdout).secret).toBe('gl_live_s')
  })

  it('ends with 130 when interrupted', async () => {
    const server = await stubServer(() => {
      child.kill('SIGINT')
      return new Promise(() => {})
    })
    const child = spawn(program, ['ip', '-e', server.url], { cwd, env })
    const [code] = await once(child, 'close')
    await server.close()
    expect(code).toBe(130)
  })

  it('ends quietly when nobody reads on', () => {
    const { stderr } = spawnSync('sh', ['-c', `"${program}" completion bash | true`], { cwd, env, encoding: 'utf8' })
    expect(stderr).toBe('')
  })

  it('keeps standard output clean when it is built first', () => {
    const script = join(projectRoot, 'scripts/cli.mjs')
    const { stdout } = spawnSync(process.execPath, [script, '--version'], { cwd, env, encoding: 'utf8' })
    expect(stdout).toBe(`${version}\n`)
  })
})
