import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../test/gateway/proxy.ts'
import { answerJson, CREDENTIAL, fakeServer, refused, TOKEN, VALID } from './fixtures.ts'

const sdk = dirname(import.meta.dirname)
const root = dirname(sdk)
const application = mkdtempSync(join(tmpdir(), 'gatelist-sdk-'))

const compilerOptions = {
  ...{
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  },
}

function run(args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: application, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

function npm(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: application,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ${args.join(' ')}:\n${stdout}${stderr}`)
  return stdout.trim()
}

const guide = readFileSync(join(root, 'docs/guides/sdk.md'), 'utf8')
const snippets = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)

/** An application that has the package installed as the guide says, and the frameworks beside it. */
beforeAll(() => {
  writeFileSync(join(application, 'package.json'), '{"type":"module"}')
  const [packed = ''] = npm('pack', sdk, '--pack-destination', application, '--silent').split('\n').reverse()
  npm('install', '--offline', '--no-audit', '--no-fund', join(application, packed))
  for (const name of ['express', 'fastify', 'hono', '@hono', '@types']) {
    symlinkSync(join(root, 'node_modules', name), join(application, 'node_modules', name), 'junction')
  }
}, 60_000)
afterAll(() => rmSync(application, { recursive: true, force: true }))

describe('the package as it is installed', () => {
  it('is loaded by plain Node, and has what its exports name', () => {
    const program = `
      const names = ['', '/express', '/fastify', '/hono'].map((path) => import('@gatelist/node' + path))
      console.log((await Promise.all(names)).map((one) => Object.keys(one).join()).join(' '))`
    const { output } = run(['--input-type=module', '--eval', program])
    expect(output).toBe('createGatelist requireKey requireKey connectionAddress,requireKey\n')
  })

  it('needs no package at run time', () => {
    const { dependencies, version, license, engines } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(dependencies).toBeUndefined()
    expect([version, license, engines]).toEqual([own.version, own.license, own.engines])
  })

  it('has the types that the guide uses it by', () => {
    expect(snippets.length).toBeGreaterThan(5)
    for (const [i, code] of snippets.entries()) writeFileSync(join(application, `snippet-${i}.ts`), code)
    writeFileSync(join(application, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const tsc = [join(root, 'node_modules/typescript7/bin/tsc'), '-p']
    expect(run([...tsc, application])).toEqual({ status: 0, output: '' })

    // The declarations of this package itself, which are checked by nobody above for the sake of those of others.
    const imports = ['', '/express', '/fastify', '/hono'].map(
      (path, n) => `export * as n${n} from '@gatelist/node${path}'`,
    )
    mkdirSync(join(application, 'own'))
    writeFileSync(join(application, 'own/own.ts'), imports.join('\n'))
    const strict = { ...compilerOptions, skipLibCheck: false }
    writeFileSync(
      join(application, 'own/tsconfig.json'),
      JSON.stringify({ compilerOptions: strict, include: ['*.ts'] }),
    )
    expect(run([...tsc, join(application, 'own')])).toEqual({ status: 0, output: '' })
  })
})

/** A program of the guide, with its server and its port. Ends with the test. */
async function startProgram(code: string, url: string): Promise<{ port: number; child: ReturnType<typeof spawn> }> {
  const port = await freePort()
  const own = code.replace('https://keys.example.com', url).replace('8080', String(port))
  const file = join(application, `program-${port}.mjs`)
  writeFileSync(file, transformSync(own, { loader: 'ts', format: 'esm', target: 'node20' }).code)
  const env = { ...process.env, GATELIST_TOKEN: TOKEN }
  const child = spawn(process.execPath, [file], { cwd: application, env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { port, child }
}

describe('the programs of the guide', () => {
  it.each([
    ['Express', 'app.listen(8080)', '/api/orders', { orders: [], of: 'actor' }],
    ['Fastify', 'app.listen({ port: 8080 })', '/orders', { of: 'actor' }],
    ['Hono', 'serve({ fetch: app.fetch, port: 8080 })', '/orders', { of: 'actor' }],
  ])('let in who may, in %s, and nobody else', async (_, line, path, body) => {
    const { url } = await fakeServer((response, { json }) =>
      answerJson(response, json.credential === CREDENTIAL ? VALID : refused('NOT_FOUND')),
    )
    const { port } = await startProgram(snippets.find((code) => code.includes(line)) ?? '', url)
    const get = (headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
    await expect
      .poll(
        () =>
          get().then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(401)
    const admitted = await get({ Authorization: `Bearer ${CREDENTIAL}` })
    expect([admitted.status, await admitted.json()]).toEqual([200, body])
    expect((await get({ Authorization: 'Bearer somebody' })).status).toBe(401)
  })

  it('print what they ask for', async () => {
    const { url } = await fakeServer((response, { path }) =>
      answerJson(response, path.endsWith(':batchVerify') ? { results: [VALID, refused('IP_NOT_ALLOWED')] } : VALID),
    )
    const printed = async (line: string) => {
      const { child } = await startProgram(snippets.find((code) => code.includes(line)) ?? '', url)
      let output = ''
      child.stdout?.on('data', (chunk) => (output += chunk))
      await once(child, 'close')
      return output.trim()
    }
    expect(await printed('verdict.key.id')).toBe("key-1 actor [ 'orders:read' ] { team: 'core' }")
    expect(await printed('verifyAll')).toBe('[ true, false ]')
  })
})
