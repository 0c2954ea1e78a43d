import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { resolveEnv } from '#lib/env'
import { projectRoot } from '#server/project-root'

const request = { headers: new Headers() }
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: () => undefined, set: () => expect.fail('a cookie was set') }),
}))
// One action takes a form: it asks this first, and then goes through an action like all others.
vi.mock('#lib/auth/staff-guards', () => ({ requireStaff: async () => ({ staff: null }) }))

const OURS = 'https://keys.example.com'
const HOST = { host: 'keys.example.com' }

const rows = [
  ['its own page', { origin: OURS, 'sec-fetch-site': 'same-origin' }, 'let in'],
  ['the person themselves', { 'sec-fetch-site': 'none' }, 'let in'],
  ['a program, with neither header', {}, 'let in'],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'refused'],
  ['another site that hides its Origin', { 'sec-fetch-site': 'cross-site' }, 'refused'],
  ['a sibling subdomain', { origin: 'https://www.example.com', 'sec-fetch-site': 'same-site' }, 'refused'],
  ['a sibling subdomain that hides its Origin', { 'sec-fetch-site': 'same-site' }, 'refused'],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 'refused'],
  ['another site in an old browser', { origin: 'https://evil.example' }, 'refused'],
  ['the same name without TLS', { origin: 'http://keys.example.com' }, 'refused'],
] as const

const sources = ['app', 'components', 'lib']
  .flatMap((folder) => readdirSync(join(projectRoot, folder), { recursive: true }).map((file) => `${folder}/${file}`))
  .filter((file) => /\.tsx?$/.test(file))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(projectRoot, file), 'utf8') }))
const actionFiles = sources.filter(({ text }) => /^'use server'/m.test(text)).map(({ file }) => file)
const routeFiles = sources.map(({ file }) => file).filter((file) => file.endsWith('/route.ts'))

beforeEach(() => {
  resolveEnv({ APP_URL: OURS })
})

describe('server actions', () => {
  test('stand in files of their own, so that the list below is of all', () => {
    const inline = sources.filter(({ text }) => /^\s+['"]use server['"]/m.test(text)).map(({ file }) => file)
    expect(inline).toEqual([])
    expect(actionFiles.length).toBeGreaterThan(30)
  })

  test.each(actionFiles)('%s', async (file) => {
    const exports = (await import(join(projectRoot, file))) as Record<string, (...input: unknown[]) => Promise<unknown>>
    for (const [name, action] of Object.entries(exports)) {
      for (const [who, headers, expected] of rows) {
        request.headers = new Headers({ ...HOST, ...headers })
        const answer = JSON.stringify(await action(undefined, new FormData()))
        expect([name, who, /"cross_site"|Nothing was changed/.test(answer) ? 'refused' : 'let in']).toEqual([
          name,
          who,
          expected,
        ])
      }
    }
  })
})

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>

describe('route handlers', () => {
  const changing = ['DELETE', 'PATCH', 'POST', 'PUT']

  test('change something in one place, beside the API, which knows no cookies', async () => {
    const found: string[] = []
    for (const file of routeFiles) {
      const handlers = (await import(join(projectRoot, file))) as Record<string, unknown>
      found.push(...Object.keys(handlers).flatMap((method) => (changing.includes(method) ? [`${method} ${file}`] : [])))
    }
    expect(found.sort()).toEqual([
      'DELETE app/api/[[...route]]/route.ts',
      'PATCH app/api/[[...route]]/route.ts',
      // Answers 405.
      'POST app/(staff)/staff/exports/[kind]/route.ts',
      'POST app/api/[[...route]]/route.ts',
      'POST app/api/auth/[...nextauth]/route.ts',
      'PUT app/api/[[...route]]/route.ts',
    ])
    const api = sources.filter(({ file }) => file.startsWith('lib/api/') && !file.includes('.test.'))
    expect(api.filter(({ text }) => /next\/headers|'cookie'|#lib\/auth\/current/.test(text))).toEqual([])
  })

  test.each(rows)('the sign-in endpoints: %s', async (_, headers, expected) => {
    const { POST } = (await import('../app/api/auth/[...nextauth]/route.ts')) as unknown as { POST: Handler }
    for (const endpoint of ['callback/credentials', 'signin', 'signin/credentials', 'signout']) {
      const asked = new Request(`${OURS}/api/auth/${endpoint}`, { method: 'POST', headers: { ...HOST, ...headers } })
      const { status } = await POST(asked, { params: Promise.resolve({ nextauth: endpoint.split('/') }) })
      // Let in, it wants a body with a length.
      expect([endpoint, status]).toEqual([endpoint, expected === 'refused' ? 403 : 411])
    }
  })

  test.each(rows)('an export of everything: %s', async (_, headers, expected) => {
    const { GET } = (await import('../app/(staff)/staff/exports/[kind]/route.ts')) as unknown as { GET: Handler }
    const asked = new Request(`${OURS}/staff/exports/none`, { headers: { ...HOST, ...headers } })
    const answer = await GET(asked, { params: Promise.resolve({ kind: 'none' }) }).catch(() => null)
    expect(answer?.status === 403).toBe(expected === 'refused')
  })
})
