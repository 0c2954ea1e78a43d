import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { findProgram } from '#test/gateway/proxy'
import { type Block, blocks } from './blocks.ts'

/** Every language that a document may use, with what is checked of it here or where else it is tried. */
const checks = {
  json: ({ code }) => void JSON.parse(code.replaceAll('…', '...')),
  yaml: ({ code }) => expect(parseDocument(code).errors).toEqual([]),
  js: ({ code }) => void transformSync(code, { loader: 'js', format: 'esm', target: 'node20' }),
  ts: ({ code }) => void transformSync(code, { loader: 'ts', format: 'esm', target: 'node20' }),
  http: ({ code }) => {
    const [head = '', body = ''] = code.split(/\n\n/, 2)
    const [first = '', ...headers] = head.split('\n')
    expect(first).toMatch(/^[A-Z]+ \/\S* HTTP\/1\.1$/)
    expect(headers.filter((line) => !/^[\w-]+: \S/.test(line))).toEqual([])
    JSON.parse(body)
  },
  ini: ({ code }) => expect(code.split('\n').filter((line) => !/^(|#.*|\[\w+\]|\w+=.+)$/.test(line))).toEqual([]),
  nginx: (block) => withProgram('nginx', block),
  caddy: (block) => withProgram('caddy', block),
  haproxy: (block) => withProgram('haproxy', block),
  // test/snippets/run.db.test.ts runs these, and commands.test.ts reads them.
  sh: null,
  console: null,
  crontab: null,
  env: null,
  // Run by a superuser over the whole cluster: lib/audit and server/backup have them in their own tests.
  sql: null,
  // A picture, or what a program prints.
  mermaid: null,
  '': null,
  text: null,
} satisfies Record<string, ((block: Block) => void) | null>

const checkOf = (language: string) => checks[language as keyof typeof checks]
const isChecked = ({ language }: Block) => typeof checkOf(language) === 'function'
const titled = (block: Block) => [`${block.document}: ${block.code.split('\n')[0]}`, block] as const

it('every block is of a language that is checked somewhere', () => {
  expect(blocks.filter(({ language }) => !Object.hasOwn(checks, language))).toEqual([])
})

describe('reads as what it says it is', () => {
  it.each(blocks.filter(isChecked).map(titled))('%s', (_, block) => checkOf(block.language)?.(block))
})

/** Locations are shown without the server that they belong to. */
const inServer = (code: string) =>
  /^(upstream|server) /m.test(code) ? code : `server {\nlisten 127.0.0.1:1;\n${code}\n}`

/** Each as the whole of a configuration that the program itself reads. */
const programs = {
  nginx: {
    file: (code: string) =>
      `pid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${inServer(code)}\n}\n`,
    arguments: (file: string, folder: string) => ['-t', '-q', '-p', folder, '-c', file],
  },
  caddy: {
    file: (code: string) => code,
    arguments: (file: string) => ['adapt', '--adapter', 'caddyfile', '--config', file],
  },
  haproxy: {
    file: (code: string) =>
      `defaults\nmode http\ntimeout client 1s\ntimeout server 1s\ntimeout connect 1s\n${code.replace(/ ssl crt \S+/, '')}`,
    arguments: (file: string) => ['-c', '-q', '-f', file],
  },
}

/** Does nothing where the program is not installed: Debian's packages nginx, caddy and haproxy have them. */
function withProgram(name: keyof typeof programs, { code }: Block): void {
  const program = findProgram(name)
  if (program === null) return
  const folder = mkdtempSync(join(tmpdir(), 'gatelist-snippet-'))
  try {
    const file = join(folder, name)
    writeFileSync(file, programs[name].file(code))
    execFileSync(program, programs[name].arguments(file, folder), { stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
