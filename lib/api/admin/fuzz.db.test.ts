import { z } from '@hono/zod-openapi'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDuration } from '#lib/duration'
import { formatAddress, parseAddress } from '#lib/ip/address'
import { addressNear, anyNetwork, networkList } from '#lib/ip/arbitraries'
import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, formatNetwork, type Network, networkContains } from '#lib/ip/network'
import { parseFilter } from '#lib/keys/machine-filter'
import { documented } from '#test/admin/documented'
import { type AdminDoor, openAdminDoor, type Received, type Sent } from '#test/admin/door'
import { errorAnswer } from './answers.ts'
import type { AdminOperation } from './operation.ts'
import { adminOperations } from './routes.ts'

// A failure prints the seed and the path to it; the same seed finds the same again. FUZZ_SEED looks elsewhere.
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127)
const runs = (numRuns: number) => ({ seed: SEED, numRuns })

let door: AdminDoor
let known: Record<'issued' | 'imported' | 'entry' | 'list' | 'listEntry' | 'secret' | 'raw' | 'token', string>

beforeAll(async () => {
  door = await openAdminDoor()
  known = await makeKnown()
})
afterAll(() => door.close())

let count = 0

async function makeKnown(): Promise<typeof known> {
  const ip_restriction = { allowed_cidrs: ['127.0.0.1', '203.0.113.0/24'] }
  const { keyId: issued, secret } = await door.issue({ ip_restriction, scopes: ['a', 'b'] })
  const raw = `sk_live_${process.pid}_${count++}`
  const body = { name: 'i', actor_id: 'a', raw_key: raw, ip_restriction }
  const imported = (await door.call('POST', '/v2alpha1/admin/importedApiKeys', { body })).json.key_id
  const { entries } = (await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${issued}/allowlist/entries`)).json
  const derived = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { body: { credential: secret } })
  const named = { name: `list ${process.pid} ${count++}`, allowed_cidrs: ['127.0.0.1', '203.0.113.0/24'] }
  const list = (await door.call('POST', '/v2alpha1/admin/allowlists', { body: named })).json.allowlist_id
  const listed = (await door.call('GET', `/v2alpha1/admin/allowlists/${list}/entries`)).json.entries
  const own = { issued, imported, entry: entries[0].entry_id, list, listEntry: listed[0].entry_id }
  return { ...own, secret, raw, token: derived.json.token.token }
}

const fill = (text: string) => text.replace(/@(\w+)@/g, (_, name: keyof typeof known) => known[name] ?? '')

/** The answer is one that the operation documents, and never an error of ours. */
function expectSound(answer: Received, operation?: AdminOperation): void {
  expect(answer.status, answer.text).toBeLessThan(500)
  if (answer.status === 204) {
    expect(answer.text).toBe('')
    return
  }
  expect(answer.headers['content-type']).toBe('application/json')
  if (answer.status >= 400) {
    const { error } = documented(errorAnswer, answer.json)
    expect([error.code, error.message === '']).toEqual([answer.status, false])
    return
  }
  const schema = operation === undefined ? undefined : answerSchema(operation, answer)
  if (schema !== undefined) documented(schema, answer.json)
}

function answerSchema({ description }: AdminOperation, { status, json }: Received): z.ZodType | undefined {
  const { responses } = description as { responses: Record<string, Told | undefined> }
  const told = responses[String(status)] ?? (json.dry_run === true ? responses['200'] : undefined)
  return told?.content?.['application/json']?.schema
}

type Told = { content?: { 'application/json'?: { schema: z.ZodType } } }

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())
const word = fc.stringMatching(/^[a-z]{1,12}$/)
/** Mostly what it should be. */
const mostly = <T>(right: fc.Arbitrary<T>, other: fc.Arbitrary<unknown> = anyText) =>
  fc.oneof({ weight: 12, arbitrary: right }, other as fc.Arbitrary<T>)
const cidr = mostly(fc.oneof(anyNetwork.map(displayNetwork), anyNetwork.map(formatNetwork)))
const duration = mostly(fc.constantFrom('1s', '60s', '1h30m', '1d', '30d', '1y'), fc.oneof(fc.constant('0s'), anyText))
const jsonObject = fc.dictionary(mostly(word), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
const credential = mostly(
  fc.constantFrom('@secret@', '@secret@', '@raw@', '@token@'),
  fc.oneof(fc.constantFrom('mc_v1_AgE', 'eyJhbGciOiJub25lIn0.e30.'), anyText),
)
const oneOf = (...right: string[]) => mostly(fc.constantFrom(...right))

/** By name: what a field of any request may hold, mostly what it should. */
const values: Record<string, fc.Arbitrary<unknown>> = {
  name: mostly(word),
  actor_id: mostly(word),
  scopes: fc.array(mostly(fc.constantFrom('a', 'b')), { maxLength: 3 }),
  ttl: duration,
  grace_period: duration,
  metadata: jsonObject,
  custom_claims: jsonObject,
  rate_limit_policy: fc.record({
    quota: mostly(fc.constantFrom('1', 100, '9007199254740991'), fc.oneof(fc.double(), anyText)),
    window: duration,
    unit: word,
  }),
  request_id: mostly(word),
  ip_restriction: fc.record({ allowed_cidrs: fc.array(cidr, { maxLength: 6 }) }),
  visibility: oneOf('KEY_VISIBILITY_SECRET', 'KEY_VISIBILITY_PUBLIC', 'KEY_VISIBILITY_UNSPECIFIED'),
  raw_key: mostly(word, credential),
  reason: oneOf('REVOCATION_REASON_SUPERSEDED', 'REVOCATION_REASON_KEY_COMPROMISE'),
  description: fc.oneof(fc.constant(''), word),
  credential,
  client_ip: oneOf('127.0.0.1', '203.0.113.7', '::1'),
  algorithm: oneOf('TOKEN_ALGORITHM_JWT', 'TOKEN_ALGORITHM_MACAROON'),
  cidr,
  note: mostly(word),
  expire_time: mostly(
    fc
      .date({ noInvalidDate: true, min: new Date('2100-01-01'), max: new Date('9000-01-01') })
      .map((date) => date.toISOString()),
    fc.constantFrom('9999-12-31T23:59:59.999Z', '2030-02-30T00:00:00Z', 'x'),
  ),
  enabled: fc.boolean(),
  allowed_cidrs: fc.array(cidr, { maxLength: 6 }),
  allowlist_ids: fc.array(mostly(fc.constant('@list@'), fc.oneof(fc.uuid(), anyText)), { maxLength: 2 }),
  access_mode: oneOf('ACCESS_MODE_OPEN', 'ACCESS_MODE_REPORT', 'ACCESS_MODE_ENFORCE'),
  duration,
  source: mostly(fc.constantFrom('aws:EC2:eu-west-1', 'github:hooks')),
  version_id: mostly(fc.constantFrom('1', '2')),
  restore_access_mode: fc.boolean(),
}

/** A body as the schema has it: its required fields, and some of the others. */
function bodyOf(schema: z.ZodType): fc.Arbitrary<Record<string, unknown>> {
  if (!(schema instanceof z.ZodObject)) throw new Error('a request is an object')
  const shape: Record<string, z.ZodType> = schema.shape
  const fields = Object.entries(shape).map(([name, field]) => [name, name in values ? values[name] : itemsOf(field)])
  const requiredKeys = Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success)
  return fc.record(Object.fromEntries(fields), { requiredKeys })
}

function itemsOf(field: z.ZodType): fc.Arbitrary<unknown> {
  if (!(field instanceof z.ZodArray)) throw new Error('a field of a request has no values here')
  return fc.array(bodyOf(field.element as z.ZodType), { maxLength: 4 })
}

type Change = (body: Record<string, unknown>, name: string) => Record<string, unknown>
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))
const splice = (text: string, at: number, put: string) => text.slice(0, at) + put + text.slice(at)

/** One thing done to a body. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((body, name) => Object.fromEntries(Object.entries(body).filter(([other]) => other !== name))),
  fc.jsonValue().map(
    (value): Change =>
      (body, name) => ({ ...body, [name]: value }),
  ),
  fc.constant<Change>((body, name) => ({ ...body, [name]: body })),
  fc.constant<Change>((body, name) => ({ ...body, [name]: [body[name]] })),
  fc.constant<Change>((body, name) => ({ ...body, [name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase())]: null })),
  fc.tuple(fc.nat(9), fc.constantFrom('\0', '\ud800', '\udfff', '😀', '\u202e', '\ufeff', '%', '"', '*')).map(
    ([at, put]): Change =>
      (body, name) => ({ ...body, [name]: splice(textOf(body[name]), at, put) }),
  ),
  fc.tuple(anyText, fc.jsonValue()).map(
    ([name, value]): Change =>
      (body) => ({ ...body, [name]: value }),
  ),
)

const changes = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  fc.array(fc.tuple(change, fc.nat()), { maxLength: 3 }),
)

const id = (name: string) => fc.oneof({ weight: 12, arbitrary: fc.constant(`@${name}@`) }, fc.uuid(), fc.webSegment())
const queryPart = fc.oneof(
  fc.constantFrom('confirm_lockout=0.0.0.0/0,::/0', 'confirm_lockout=x'),
  fc.constantFrom('dry_run=true', 'dry_run=true', 'dry_run=true', 'dry_run=x', 'update_mask=name,ip_restriction'),
  fc.constantFrom('update_mask=scopes', 'page_size=2', 'filter=status%3DKEY_STATUS_ACTIVE', 'ip=203.0.113.7', 'ip=::1'),
  fc.webQueryParameters(),
)
const header = fc.oneof(
  word.map((key) => ({ 'Idempotency-Key': key })),
  fc.constantFrom<Record<string, string>>(
    { 'If-Match': '*' },
    { 'If-Match': '"x"' },
    { 'Idempotency-Key': '' },
    { 'Cache-Control': 'no-cache' },
    { 'Content-Type': 'application/json;charset=utf-8' },
    { 'Content-Type': 'text/plain' },
  ),
)
const headers = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, header)

type Call = { operation: AdminOperation; path: string; sent: Sent }

function callOf(operation: AdminOperation): fc.Arbitrary<Call> {
  const { path, request } = operation.description as {
    path: string
    request?: { body?: { content: { 'application/json': { schema: z.ZodType } } } }
  }
  const kind = path.includes('importedApiKeys') ? 'imported' : 'issued'
  const schema = request?.body?.content['application/json'].schema
  const body = schema === undefined ? fc.constant(undefined) : bodyOf(schema)
  return fc
    .tuple(
      id(kind),
      id(path.includes('{allowlist_id}') ? 'listEntry' : 'entry'),
      id('list'),
      fc.array(queryPart, { maxLength: 2 }),
      body,
      changes,
      headers,
    )
    .map(([key, entry, list, query, start, steps, own]) => {
      const filled = path
        .replace('{key_id}', key)
        .replace('{allowlist_id}', list)
        .replace('{entry_id}', entry)
        .replace('{version_id}', '1')
      const names = Object.keys(start ?? {})
      const changed = steps.reduce(
        (now, [step, at]) => (now === undefined ? now : step(now, names[at % (names.length || 1)] ?? 'name')),
        start,
      )
      const sent = { headers: own, ...(changed === undefined ? {} : { body: changed }) }
      return { operation, path: [filled, query.join('&')].filter(Boolean).join('?'), sent }
    })
}

async function send({ operation, path, sent }: Call): Promise<Received> {
  const body = sent.body === undefined ? {} : { body: fill(JSON.stringify(sent.body)) }
  return door.call(operation.description.method.toUpperCase(), fill(path), { ...sent, ...body })
}

describe('whatever is sent', () => {
  it('as the body of an operation, right or nearly so, it answers as documented', async () => {
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...adminOperations).chain(callOf), async (call) => {
        const answer = await send(call)
        expectSound(answer, call.operation)
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        // What was revoked or deleted is no good for the calls that follow.
        if (answer.status < 300 && /:rotate|evoke|DELETE|delete/.test(call.path + call.operation.description.method)) {
          known = await makeKnown()
        }
      }),
      runs(1000),
    )
    // Both sides were really met.
    for (const status of [200, 201, 204, 400, 404]) expect(statuses.get(status), `${status}`).toBeGreaterThan(10)
  }, 120_000)

  it('as bytes, it is refused or nothing', async () => {
    const withBodies = adminOperations.filter(({ description }) => description.method !== 'get')
    const json = fc.json().map((text) => Buffer.from(text))
    const cut = fc.tuple(json, fc.nat()).map(([text, at]) => text.subarray(0, at % (text.length + 1)))
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }).map(Buffer.from), json, cut)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...withBodies), bytes, async (operation, body) => {
        const path = operation.description.path
          .replace('{key_id}', '@issued@')
          .replace('{allowlist_id}', '@list@')
          .replace('{entry_id}', '@entry@')
        const dry = operation.access === 'write' ? '?dry_run=true' : ''
        expectSound(await door.call(operation.description.method.toUpperCase(), fill(path) + dry, { body }))
      }),
      runs(500),
    )
  })

  it('as path and query, it answers in JSON', async () => {
    const paths = adminOperations.map(({ description }) => description.path)
    const part = fc.oneof(
      fc.constantFrom(...paths.flatMap((path) => path.split(/(?=[/:])/)), '@issued@', '@entry@', '/', ':', '//', '?'),
      fc.stringMatching(/^[!-~]{0,12}$/),
      fc.stringMatching(/^(%[0-9a-f]{2}){1,4}$/),
      fc.webSegment(),
    )
    const path = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom(...paths), fc.nat(60), part).map(([text, at, put]) => splice(text, at + 10, put)),
    )
    const query = fc.oneof(
      fc.webQueryParameters(),
      fc.stringMatching(/^[!-~]{0,40}$/),
      fc
        .tuple(fc.constantFrom('filter', 'page_token', 'page_size', 'update_mask', 'ip'), anyText)
        .map(([name, value]) => String(new URLSearchParams({ [name]: value }))),
    )
    const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS')
    await fc.assert(
      fc.asyncProperty(method, path, query, async (verb, start, rest) => {
        const target = fill(
          `/v2alpha1${start.startsWith('/v2alpha1') ? start.slice('/v2alpha1'.length) : start}?${rest}`,
        )
        // Dots that lead out of it are another path.
        const { pathname } = new URL(`http://h${target.replaceAll('\\', '/')}`)
        if (!/^\/v2alpha1(\/|$)/.test(pathname) || !/^\/v2alpha1[/?]/.test(target)) return
        expectSound(await door.call(verb, target, verb === 'GET' ? {} : { body: '{}' }))
      }),
      runs(1000),
    )
  })

  it('the server stays up, and what it knew it knows', async () => {
    // The ceiling may be enforced by now, and hold anything.
    const off = await door.call('PATCH', '/v2alpha1/admin/ceiling', { body: { access_mode: 'ACCESS_MODE_OPEN' } })
    expect(off.status).toBe(200)
    known = await makeKnown()
    const body = { credential: known.secret }
    expect((await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body })).json.is_valid).toBe(true)
  })
})

describe('a list that is sent', () => {
  const spelled = networkList.chain((networks) =>
    fc.tuple(
      fc.constant(networks),
      fc.tuple(...networks.map(spellingOf)),
      fc.array(addressNear(networks), { minLength: 8, maxLength: 8 }),
    ),
  )

  /** A network in one of the ways to write it. */
  function spellingOf(network: Network): fc.Arbitrary<string> {
    const plain = formatNetwork(network)
    const forms = [plain, displayNetwork(network), ...(network.family === 6 ? [plain.toUpperCase()] : [])]
    const [address = '', bits] = plain.split('/')
    if (network.family === 4) forms.push(`::ffff:${address}/${Number(bits) + 96}`)
    return fc.constantFrom(...forms.filter((form) => form.length <= 50))
  }

  it('comes back as it was sent, and decides as each of its networks would', async () => {
    await fc.assert(
      fc.asyncProperty(spelled, async ([networks, allowed_cidrs, addresses]) => {
        const { keyId, secret } = await door.issue({ ip_restriction: { allowed_cidrs } })
        const key = (await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${keyId}`)).json
        const texts = networks.map(formatNetwork)
        const isFirst = (_: unknown, index: number) => texts.indexOf(texts[index] ?? '') === index
        if (networks.length === 0) expect(key).not.toHaveProperty('ip_restriction')
        else {
          const { canonical_cidrs } = key.ip_restriction
          expect(key.ip_restriction.allowed_cidrs).toEqual(allowed_cidrs.filter(isFirst))
          expect(canonical_cidrs).toEqual(texts.filter(isFirst))
          const again = { ip_restriction: { allowed_cidrs: canonical_cidrs } }
          const path = `/v2alpha1/admin/issuedApiKeys/${keyId}`
          const sent = await door.call('PATCH', path, { body: again })
          expect(sent.status, sent.text).toBe(200)
          expect(sent.json.ip_restriction).toEqual({ allowed_cidrs: canonical_cidrs, canonical_cidrs })
        }
        const requests = addresses.map((address) => ({ credential: secret, client_ip: formatAddress(address) }))
        const { results } = (await door.call('POST', '/v2alpha1/admin/apiKeys:batchVerify', { body: { requests } }))
          .json
        expect(results.map((one: { is_valid: boolean }) => one.is_valid)).toEqual(
          addresses.map((address) => networks.length === 0 || networks.some((one) => networkContains(one, address))),
        )
      }),
      runs(120),
    )
  })
})

describe('readers of text', () => {
  const field = fc.constantFrom('actor_id', 'name', 'status', 'metadata.a', 'admits', 'access_mode', 'constructor', 'x')
  const value = fc.oneof(
    fc.constantFrom('KEY_STATUS_ACTIVE', '::1', 'open', '007', '-0', '1.5', 'null', '"a b"', '"\\u0000"', '"Pay*"'),
    anyText.map((text) => JSON.stringify(text)),
    anyText,
  )
  const term = fc.tuple(field, fc.constantFrom('=', ' = ', '', '=='), value).map((parts) => parts.join(''))
  const filter = fc.oneof(
    fc
      .array(term, { maxLength: 4 })
      .chain((terms) => fc.constantFrom(' AND ', ' and ', ' ', 'AND').map((by) => terms.join(by))),
    anyText,
  )

  it('of a filter never throw, and read the same every time', () => {
    fc.assert(
      fc.property(filter, (text) => {
        const read = parseFilter(text)
        expect(parseFilter(text)).toEqual(read)
        expect(parseFilter(` ${text}\n`).ok).toBe(read.ok)
        if (!read.ok) {
          expect(read.message).toMatch(/^filter/)
          return
        }
        const { admits, metadata } = read.filter
        if (admits !== null) expect(parseAddress(admits)).not.toBeNull()
        expect(JSON.stringify(JSON.parse(JSON.stringify(metadata)))).toBe(JSON.stringify(metadata))
        expect(JSON.stringify(read.filter)).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
      runs(20_000),
    )
  })

  it('of a duration never throw, and read what they write', () => {
    const part = fc
      .tuple(fc.nat(99_999), fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo', 'y', 'ms', ''))
      .map((p) => p.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 5 }).map((parts) => parts.join('')),
          anyText,
        ),
        (text) => {
          const seconds = parseDuration(text)
          if (seconds === null) return
          expect(Number.isSafeInteger(seconds) && seconds >= 0).toBe(true)
          expect(text).toMatch(/^(\d+(s|m|h|d|w|mo|y))+$/)
          if (seconds < 1_000_000_000) expect(parseDuration(`${seconds}s`)).toBe(seconds)
        },
      ),
      runs(20_000),
    )
  })

  it('of an entry agree with what is accepted in a list', () => {
    fc.assert(
      fc.property(cidr, (text) => {
        const read = parseEntry(text)
        if (!read.ok) return
        for (const network of read.networks) {
          const again = parseEntry(formatNetwork(network))
          expect(again.ok && again.networks.map(formatNetwork)).toEqual([formatNetwork(network)])
        }
      }),
      runs(5_000),
    )
  })
})
