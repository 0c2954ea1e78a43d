import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const sdk = dirname(import.meta.dirname)
const root = dirname(sdk)
const application = mkdtempSync(join(tmpdir(), 'gatelist-sdk-'))

/** As much of the types of Express and Fastify as the guide uses; neither is installed here. */
const STAND_INS = `
declare module 'express' {
  type Handler = (request: Request, response: any, next: (error?: unknown) => void) => unknown
  type Request = import('node:http').IncomingMessage & Express.Request & { ip: string | undefined }
  type App = { use(...all: unknown[]): App; set(name: string, value: unknown): App; listen(port: number): void; get(path: string, handler: Handler): App }
  export default function express(): App
}
declare module 'fastify' {
  type Request = { raw: import('node:http').IncomingMessage; ip: string; getDecorator<T>(name: string): T }
  type Plugin = (instance: App, options: object, done: (error?: Error) => void) => unknown
  type App = import('@gatelist/node/fastify').FastifyLike<Request> & {
    register(plugin: Plugin): App; get(path: string, handler: (request: Request) => unknown): App; listen(at: object): Promise<string>
  }
  export default function fastify(options?: object): App
}`

const compilerOptions = {
  ...{
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ['node'],
  },
}

function run(args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: application, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

/** An application that has the package installed, as npm would lay it out. */
beforeAll(() => {
  const installed = join(application, 'node_modules/@gatelist/node')
  mkdirSync(installed, { recursive: true })
  expect(run([join(sdk, 'build.mjs'), join(installed, 'dist')])).toEqual({ status: 0, output: '' })
  cpSync(join(sdk, 'package.json'), join(installed, 'package.json'))
  for (const name of ['hono', '@hono', '@types']) {
    symlinkSync(join(root, 'node_modules', name), join(application, 'node_modules', name), 'junction')
  }
  writeFileSync(join(application, 'package.json'), '{"type":"module"}')
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
    const guide = readFileSync(join(root, 'docs/guides/sdk.md'), 'utf8')
    const snippets = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
    expect(snippets.length).toBeGreaterThan(5)
    for (const [i, code] of snippets.entries()) writeFileSync(join(application, `snippet-${i}.ts`), code)
    writeFileSync(join(application, 'stand-ins.d.ts'), STAND_INS)
    writeFileSync(join(application, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const tsc = [join(root, 'node_modules/typescript7/bin/tsc'), '-p', application]
    expect(run(tsc)).toEqual({ status: 0, output: '' })
  })
})
