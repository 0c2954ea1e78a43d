import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { keyHeaders } from '#lib/api/v1/key-headers'
import { resolveEnv } from '#lib/env'
import { noFacts } from '#lib/verify/key-record'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { NO_WORKSPACE, shippedConfiguration, statedVariables } from './proxy.ts'
import { type Received, send } from './send.ts'

// Traefik and Envoy are not Debian packages, so what they send is sent here, by their documents and their code.

const CLIENT = '203.0.113.7'
const OTHER = '203.0.113.8'

let door: AdminDoor
let key: { keyId: string; secret: string }
let names: string[]

beforeAll(async () => {
  door = await openAdminDoor()
  key = await door.issue({ scopes: ['a'], ip_restriction: { allowed_cidrs: [`${CLIENT}/32`] } })
  names = keyHeaders({ keyId: '', workspaceId: '', facts: noFacts }).filter((_, at) => at % 2 === 0)
})
afterAll(() => door.close())

/** A configuration of deploy/gateway for this workspace. */
function configuration(file: string) {
  return parse(shippedConfiguration(file, new Map([[NO_WORKSPACE, door.id]])))
}

/** A request to the proxy. */
type Request = { method: string; path: string; client: string; headers: Record<string, string> }

function request(changes: Partial<Request> = {}): Request {
  const headers = { authorization: `Bearer ${key.secret}` }
  return { method: 'GET', path: '/orders/7?a=b', client: CLIENT, headers, ...changes }
}

function expectAnswers(ask: (what: Request) => Promise<Received>) {
  const statusOf = async (changes: Partial<Request>) => (await ask(request(changes))).status
  return {
    async toRule() {
      const answer = await ask(request())
      expect([answer.status, answer.text, answer.headers['x-key-id']]).toEqual([200, '', key.keyId])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
        expect([method, await statusOf({ method })]).toEqual([method, 200])
      }
      expect(await statusOf({ client: OTHER })).toBe(403)
      expect(await statusOf({ headers: {} })).toBe(401)
    },
    async notToBelieve(forged: Record<string, string>) {
      const { headers } = request()
      expect(await statusOf({ client: OTHER, headers: { ...headers, ...forged } })).toBe(403)
      expect(await statusOf({ headers: { ...headers, ...forged } })).toBe(200)
    },
  }
}

const FORGED = { 'x-forwarded-for': CLIENT, 'x-real-ip': CLIENT, 'x-key-id': 'forged' }

describe('Traefik', () => {
  beforeEach(() => {
    resolveEnv({ ...statedVariables('traefik.yaml'), RATE_LIMIT_REQUESTS: '0' })
  })

  /** ForwardAuth asks by GET at its address, with the headers that it is told to take and those that it writes itself. */
  function forwardAuth({ method, path, client, headers }: Request): Promise<Received> {
    const { address, authRequestHeaders, trustForwardHeader } =
      configuration('traefik.yaml').http.middlewares.gatelist.forwardAuth
    expect(trustForwardHeader).toBe(false)
    const taken = (authRequestHeaders as string[]).map((name) => [name, headers[name.toLowerCase()]])
    return send(Number(new URL(door.url).port), {
      path: new URL(address).pathname,
      headers: {
        ...Object.fromEntries(taken.filter(([, value]) => value !== undefined)),
        'User-Agent': 'Go-http-client/1.1',
        'Accept-Encoding': 'gzip',
        'X-Forwarded-For': client,
        'X-Forwarded-Host': 'api.example.com',
        'X-Forwarded-Method': method,
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Uri': path,
      },
    })
  }

  it('is answered for the caller that it names, by any method', () => expectAnswers(forwardAuth).toRule())

  it('is not led by what a caller says of itself', () => expectAnswers(forwardAuth).notToBelieve(FORGED))

  it('replaces every header of the key, checks before it takes the secret off, and has no other way to the API', () => {
    const { routers, middlewares } = configuration('traefik.yaml').http
    expect(middlewares.gatelist.forwardAuth.authResponseHeaders).toEqual(names)
    expect(Object.values(routers)).toMatchObject([{ middlewares: ['gatelist', 'without-secret'], service: 'api' }])
    const { customRequestHeaders } = middlewares['without-secret'].headers
    expect(customRequestHeaders).toMatchObject({ Authorization: '' })
    // A dash may be an underscore in each of two places.
    for (const name of names) {
      const last = name.slice('X-Key-'.length)
      for (const first of ['X_Key_', 'X-Key_', 'X_Key-']) expect(customRequestHeaders[first + last]).toBe('')
    }
  })
})

describe('Envoy', () => {
  beforeEach(() => {
    resolveEnv({ ...statedVariables('envoy.yaml'), RATE_LIMIT_REQUESTS: '0' })
  })

  function manager() {
    return configuration('envoy.yaml').static_resources.listeners[0].filter_chains[0].filters[0].typed_config
  }

  /** ext_authz asks by the same method, at its prefix and the path behind it, with few headers and no body. */
  function extAuthz({ method, path, client, headers }: Request): Promise<Received> {
    const { path_prefix, authorization_request } = manager().http_filters[0].typed_config.http_service
    const ADDRESS = '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%'
    const added = authorization_request.headers_to_add.map(({ key: name, value }: { key: string; value: string }) => [
      name,
      value.replace(ADDRESS, client),
    ])
    expect(authorization_request.allowed_headers).toBeUndefined()
    const { authorization } = headers
    return send(Number(new URL(door.url).port), {
      method,
      path: path_prefix + path,
      headers: {
        host: 'api.example.com',
        'content-length': '0',
        ...(authorization === undefined ? {} : { authorization }),
        ...Object.fromEntries(added),
        'x-envoy-internal': 'true',
        // Of Envoy itself.
        'x-forwarded-for': '127.0.0.1',
        'x-envoy-expected-rq-timeout-ms': '3000',
      },
    })
  }

  it('is answered for the caller that it names, by any method', () => expectAnswers(extAuthz).toRule())

  it('is not led by what a caller says of itself', () => expectAnswers(extAuthz).notToBelieve(FORGED))

  it.each(['/', '//', '/../ip', '/../../../../../v1/ip', '/%2e%2e/ip', '/x?y=/../ip', '/openapi.json', '/%'])(
    'is not led to another answer by the path %s',
    async (path) => {
      expect((await extAuthz(request({ path }))).headers['x-key-id']).toBe(key.keyId)
      expect((await extAuthz(request({ path, headers: {} }))).status).toBe(401)
    },
  )

  it('takes the headers of a key off before the check and the secret after it, and lets nothing by when it fails', () => {
    const { early_header_mutation_extensions, common_http_protocol_options, http_filters, route_config } = manager()
    const lower = names.map((name) => name.toLowerCase())
    const { mutations } = early_header_mutation_extensions[0].typed_config
    expect(mutations).toEqual(lower.map((remove) => ({ remove })))
    expect(common_http_protocol_options.headers_with_underscores_action).toBe('DROP_HEADER')
    const { failure_mode_allow, http_service } = http_filters[0].typed_config
    expect(failure_mode_allow).toBe(false)
    const { patterns } = http_service.authorization_response.allowed_upstream_headers
    expect(patterns).toEqual(lower.map((exact) => ({ exact })))
    expect(route_config.virtual_hosts).toMatchObject([{ request_headers_to_remove: ['authorization'] }])
  })
})
