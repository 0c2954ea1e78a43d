// For tests: one issued key with its entries, kept as the API keeps them.

import { parseEntry } from '#lib/ip/entry'
import { formatNetwork } from '#lib/ip/network'
import { type Asked, key, problem, type Reply } from '../fixtures.ts'
import type { ListedEntry } from '../wire.ts'

export type FakeKey = {
  mode: string
  entries: ListedEntry[]
  version: number
  refusedCallers: string[]
  /** Runs before each write, as another hand's change. */
  meanwhile: (() => void) | null
  reply: (asked: Asked) => Reply
}

export function networkOf(cidr: string): string {
  const parsed = parseEntry(cidr)
  const [network] = parsed.ok ? parsed.networks : []
  if (network === undefined) throw new Error(cidr)
  return formatNetwork(network)
}

export function entry(cidr: string, more: ListedEntry = {}): ListedEntry {
  return { entry_id: `e-${networkOf(cidr)}`, cidr, network: networkOf(cidr), note: '', enabled: true, ...more }
}

/** @param cidrs the entries it begins with */
export function fakeKey(mode: string, cidrs: readonly ListedEntry[]): FakeKey {
  const state: FakeKey = {
    mode,
    entries: [...cidrs],
    version: 1,
    refusedCallers: [],
    meanwhile: null,
    reply: (asked) => answer(state, asked),
  }
  return state
}

type Body = { cidr?: string; ip_restriction?: { allowed_cidrs: string[] } }

const resource = ({ mode }: FakeKey) => ({ ...key, access_mode: mode })

function answer(state: FakeKey, { method, path, headers, body }: Asked): Reply {
  const url = new URL(path, 'http://h')
  if (url.pathname === '/v1/ip') return { body: { ip: '198.51.100.9' } }
  const [, kind = '', id = '', below = ''] = /^\/v2alpha1\/admin\/(\w+)(?:\/([^/:]+)(.*))?$/.exec(url.pathname) ?? []
  if (id === '')
    return {
      body: {
        [kind === 'issuedApiKeys' ? 'issued_api_keys' : 'imported_api_keys']:
          kind === 'issuedApiKeys' ? [resource(state)] : [],
      },
    }
  if (kind !== 'issuedApiKeys' || id !== key.key_id) return problem(404, 'NOT_FOUND', 'API key not found')
  const isDry = url.searchParams.get('dry_run') === 'true'
  if (isDry) return { body: { dry_run: true, effect: { refused_callers: state.refusedCallers } } }
  if (method === 'GET') {
    const read = below === '' ? resource(state) : { entries: state.entries }
    return { headers: { ETag: `"${state.version}"` }, body: read }
  }
  state.meanwhile?.()
  if (headers['if-match'] !== undefined && headers['if-match'] !== `"${state.version}"`)
    return problem(412, 'FAILED_PRECONDITION', 'changed', { reason: 'ETAG_MISMATCH' })
  const reply = write(state, { method, entryId: decodeURIComponent(below.split('/')[3] ?? ''), body: body as Body })
  if ((reply.status ?? 200) < 300) state.version++
  return { ...reply, headers: { ...reply.headers, ETag: `"${state.version}"` } }
}

type Write = { method: string; entryId: string; body: Body }

function write(state: FakeKey, { method, entryId, body }: Write): Reply {
  if (method === 'DELETE') {
    state.entries = state.entries.filter(({ entry_id }) => entry_id !== entryId)
    return { status: 204 }
  }
  if (method === 'POST') {
    const added = entry(body.cidr ?? '', body)
    const there = state.entries.find(({ network }) => network === added.network)
    if (there !== undefined) return problem(409, 'ALREADY_EXISTS', 'there', { metadata: { entry_id: there.entry_id } })
    state.entries.push(added)
    state.mode = 'ACCESS_MODE_ENFORCE'
    return { status: 201, body: added }
  }
  if (entryId === '') {
    const cidrs = body.ip_restriction?.allowed_cidrs ?? []
    state.entries = cidrs.map((cidr) => state.entries.find(({ network }) => network === networkOf(cidr)) ?? entry(cidr))
    state.mode = cidrs.length === 0 ? 'ACCESS_MODE_OPEN' : 'ACCESS_MODE_ENFORCE'
    return { body: resource(state) }
  }
  const changed = state.entries.find(({ entry_id }) => entry_id === entryId)
  if (changed === undefined) return problem(404, 'NOT_FOUND', 'no such entry')
  Object.assign(changed, body)
  return { body: changed }
}
