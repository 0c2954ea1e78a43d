import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, type Outgoing, openAdminDoor, type Received, send } from '#test/admin/door'
import { api } from '../app.ts'

const ADMIN = '/v2alpha1/admin'
const KEYS = `${ADMIN}/issuedApiKeys`

let door: AdminDoor
let app: Server
let ports: Record<string, number>

beforeAll(async () => {
  door = await openAdminDoor()
  // As any host of Next.js asks the app; our own server asks the functions behind it.
  app = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  ports = { server: Number(new URL(door.url).port), app: (app.address() as AddressInfo).port }
})
afterAll(async () => {
  await new Promise((resolve) => app.close(resolve))
  await door.close()
})

type Case = Partial<Outgoing> & { path: string }

/** Without what no two calls have alike. */
function comparable({ status, headers, text }: Received) {
  const { date: _, 'x-request-id': id, connection: __, 'keep-alive': ___, 'transfer-encoding': ____, ...same } = headers
  const plain = (told: string) =>
    told
      .replaceAll(String(id), 'REQUEST')
      .replaceAll(/"(now|\w+_(time|at))":"[^"]*"/g, '"$1":"TIME"')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/gl_[\w…]+/g, 'SECRET')
  const unlike = { 'content-length': 'LENGTH', etag: 'ETAG' }
  const others = Object.fromEntries(
    Object.entries(same).map(([name, value]) => [name, unlike[name as keyof typeof unlike] ?? plain(String(value))]),
  )
  return { status, told: plain(text), others }
}

const cases: [string, () => Case | Promise<Case>][] = [
  ['a list', () => ({ path: `${KEYS}?page_size=2` })],
  ['a list, below /api', () => ({ path: `/api${KEYS}?page_size=2` })],
  ['a list that is only headed', () => ({ method: 'HEAD', path: KEYS })],
  ['a new key', () => ({ method: 'POST', path: KEYS, body: { name: 'n', actor_id: 'a' } })],
  ['a key', async () => ({ path: `${KEYS}/${(await door.issue()).keyId}` })],
  ['a save', async () => patch((await door.issue()).keyId, { ip_restriction: { allowed_cidrs: ['192.0.2.1'] } })],
  [
    'a save that is refused',
    async () => patch((await door.issue()).keyId, { ip_restriction: { allowed_cidrs: ['x'] } }),
  ],
  ['a body that is no JSON', async () => ({ method: 'POST', path: KEYS, body: '{' })],
  [
    'a body of another type',
    () => ({ method: 'POST', path: KEYS, body: 'x', headers: { 'Content-Type': 'text/plain' } }),
  ],
  ['a body that is too long', () => ({ method: 'POST', path: KEYS, body: `"${'x'.repeat(2 << 20)}"` })],
  ['an end', async () => ({ method: 'DELETE', path: `${KEYS}/${(await door.issue()).keyId}` })],
  ['a key that is not there', () => ({ path: `${KEYS}/${door.id}` })],
  ['a path that is not there', () => ({ path: `${ADMIN}/nothing` })],
  ['a method that is not there', () => ({ method: 'PUT', path: KEYS })],
  ['OPTIONS', () => ({ method: 'OPTIONS', path: KEYS })],
  ['no token', () => ({ path: KEYS, token: null })],
  ['a wrong token', () => ({ path: KEYS, token: 'x' })],
  ['a token of too low a role', () => ({ method: 'POST', path: KEYS, token: door.tokens.read, body: {} })],
  ['the public keys', () => ({ path: '/.well-known/jwks.json', token: null })],
]

const patch = (id: string, body: object): Case => ({ method: 'PATCH', path: `${KEYS}/${id}`, body })

describe('the server and the app answer alike', () => {
  it.each(cases)('%s', async (_, make) => {
    const asked = { method: 'GET', token: door.tokens.write, ...(await make()) }
    const [server, mounted] = await Promise.all([send(ports.server ?? 0, asked), send(ports.app ?? 0, asked)])
    expect(comparable(server)).toEqual(comparable(mounted))
    expect(server.status).toBeGreaterThanOrEqual(200)
  })
})
