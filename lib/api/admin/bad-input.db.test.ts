import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor, type Received, type Sent } from '#test/admin/door'
import { stateOf } from '#test/admin/state'

let door: AdminDoor
/** Fills `{issued}`, `{imported}`, `{entry}` and `{secret}` of a path or body. */
let known: Record<string, string>

beforeAll(async () => {
  door = await openAdminDoor()
  const made = await door.issue({ ip_restriction: { allowed_cidrs: ['127.0.0.1', '203.0.113.0/24'] } })
  const path = `/v2alpha1/admin/issuedApiKeys/${made.keyId}/allowlist/entries`
  const { entries } = (await door.call('GET', path)).json
  const body = { name: 'i', actor_id: 'a', raw_key: 'sk_live_of_another_system' }
  const imported = await door.call('POST', '/v2alpha1/admin/importedApiKeys', { body })
  known = { issued: made.keyId, secret: made.secret, entry: entries[0].entry_id, imported: imported.json.key_id }
})
afterAll(() => door.close())

const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)

/** Calls, and makes sure that it was refused in the one shape of errors and that nothing changed. */
async function refused(method: string, path: string, sent: Sent = {}): Promise<Received> {
  const before = await stateOf(door.sql)
  const answer = await door.call(method, fill(path), sent)
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
  expect(answer.status, answer.text).toBeLessThan(500)
  if (method !== 'HEAD') expectEnvelope(answer)
  expect(await stateOf(door.sql)).toEqual(before)
  return answer
}

function expectEnvelope(answer: Received): void {
  expect(answer.headers['content-type']).toBe('application/json')
  const { error } = answer.json
  expect(error).toMatchObject({ code: answer.status, message: expect.any(String), status: expect.any(String) })
  expect(error.message).not.toBe('')
  expect(error.details[0]).toMatchObject({
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: expect.stringMatching(/^[A-Z_]+$/),
    domain: 'www.ory.com/talos',
  })
  expect(answer.text.length).toBeLessThan(20_000)
}

/** A number as it is written, which JSON.stringify would not write. */
const written = (number: string) => `@@${number}@@`
const jsonOf = (body: unknown) => fill(JSON.stringify(body)).replace(/"@@([^"]*)@@"/g, '$1')

type Bad = { what: string; value: unknown; says: string }

const NOT_STORABLE = 'holds a NUL or half of a surrogate pair'

const notText: Bad[] = [
  { what: 'a number', value: 5, says: 'must be' },
  { what: 'true', value: true, says: 'must be' },
  { what: 'an array', value: ['x'], says: 'must be' },
  { what: 'an object', value: { x: 1 }, says: 'must be' },
]

const notStorable: Bad[] = [
  { what: 'a NUL', value: 'a\0b', says: NOT_STORABLE },
  { what: 'half a surrogate pair', value: 'a\ud800', says: NOT_STORABLE },
  { what: 'the other half', value: '\udc00a', says: NOT_STORABLE },
]

const sized = (max: number): Bad[] => [
  { what: 'an empty text', value: '', says: `must have 1 to ${max} characters` },
  { what: 'one character too many', value: 'x'.repeat(max + 1), says: `must have 1 to ${max} characters` },
]

const line = (max: number): Bad[] => [
  ...notText,
  ...notStorable,
  ...sized(max),
  { what: 'blanks', value: '   ', says: 'must not be blank' },
  { what: 'a line break', value: 'a\nb', says: 'must not have control characters' },
  { what: 'a mark that turns the reading direction', value: 'a\u202eb', says: 'must not have control characters' },
]

const durationOf = (tooLong: string, least: string | null): Bad[] => [
  ...notText,
  ...notStorable,
  ...['', 'soon', '1.5s', '60', '-1s', ' 60s', '60s ', '1s'.repeat(40), '9'.repeat(20)].map((value) => ({
    ...{ what: `"${value.slice(0, 20)}"`, value, says: 'must be a duration' },
  })),
  { what: 'too long a time', value: tooLong, says: 's' },
  ...(least === null ? [] : [{ what: 'no time', value: '0s', says: least }]),
]

const TTL_LEAST = 'ttl must be greater than 0; non-expiring API keys are not supported'
const keyTtl = durationOf('11y', TTL_LEAST)

const metadata: Bad[] = [
  { what: 'a text', value: '{}', says: 'must be a JSON object' },
  { what: 'a number', value: 5, says: 'must be a JSON object' },
  { what: 'an array', value: [], says: 'must be a JSON object' },
  { what: 'more than 65,536 bytes', value: { a: 'x'.repeat(65_536 - 7) }, says: 'must have at most 65536 bytes' },
  { what: 'more bytes, in fewer characters', value: { a: 'é'.repeat(32_765) }, says: 'must have at most 65536 bytes' },
  {
    what: 'more bytes, once PostgreSQL has written its numbers out',
    value: { a: Array.from({ length: 300 }, () => 1e300) },
    says: 'must have at most 65536 bytes',
  },
  { what: 'a NUL in a name', value: { 'a\0': 1 }, says: NOT_STORABLE },
  { what: 'a NUL in a value', value: { a: [{ b: '\0' }] }, says: NOT_STORABLE },
  { what: 'half a surrogate pair in a name', value: { '\ud800': 1 }, says: NOT_STORABLE },
  { what: 'a number beyond a double', value: { a: written('1e999') }, says: 'has a number that is too large' },
  { what: '__proto__', value: { a: JSON.parse('{"__proto__":{"x":1}}') }, says: 'has a member called __proto__' },
]

const scopes: Bad[] = [
  { what: 'a text', value: 'a b', says: 'must be an array of strings' },
  { what: 'an object', value: {}, says: 'must be an array of strings' },
  { what: 'a number in it', value: ['a', 5], says: 'must be a string' },
  { what: 'null in it', value: [null], says: 'must be a string' },
  { what: 'an empty text in it', value: [''], says: 'must have 1 to 100 characters' },
  { what: 'too long a text in it', value: ['x'.repeat(101)], says: 'must have 1 to 100 characters' },
  { what: 'a NUL in it', value: ['\0'], says: NOT_STORABLE },
  { what: '101 of them', value: Array.from({ length: 101 }, (_, n) => `s${n}`), says: 'must have at most 100 items' },
]

const policyWith = (fields: object) => ({ quota: '10', window: '60s', ...fields })
const quotas = [0, -1, 1.5, '', '0', '-5', '1.5', '1e3', ' 5', '0x10', '9007199254740992', true, [], {}]
const rateLimitPolicy: Bad[] = [
  { what: 'a text', value: '10/m', says: 'must be an object with quota and window' },
  { what: 'an array', value: [], says: 'must be an object with quota and window' },
  { what: 'no quota', value: { window: '60s' }, says: 'rate_limit_policy.quota: is required' },
  { what: 'no window', value: { quota: '5' }, says: 'rate_limit_policy.window: is required' },
  ...quotas.map((quota) => ({
    ...{ what: `the quota ${JSON.stringify(quota)}`, value: policyWith({ quota }) },
    says: 'rate_limit_policy.quota: must be a whole number',
  })),
  { what: 'a huge quota', value: policyWith({ quota: written('1e30') }), says: 'quota: must be a whole number from 1' },
  ...durationOf('2y', 'must be at least 1s').map(({ what, value: window, says }) => ({
    ...{ what: `the window: ${what}`, value: policyWith({ window }), says },
  })),
  { what: 'a unit that is no text', value: policyWith({ unit: 5 }), says: 'rate_limit_policy.unit: must be a string' },
  { what: 'too long a unit', value: policyWith({ unit: 'x'.repeat(101) }), says: 'must have at most 100 characters' },
]

const badCidrs = [
  '',
  ' ',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/08',
  '10.0.0.256',
  '010.0.0.1',
  '10.0.0.1/',
  '10.0.0.1 ',
  '10.0.0.1,10.0.0.2',
  '10.0.0.1-10.0.0.9',
  'fe80::1%eth0',
  '::/129',
  '1::2::3',
  '::ffff:10.0.0.0/8',
  'localhost',
  '*',
  'x'.repeat(51),
  '１０.0.0.1',
]
const restriction: Bad[] = [
  { what: 'an array', value: ['10.0.0.0/8'], says: 'must be an object with allowed_cidrs' },
  { what: 'a text', value: '10.0.0.0/8', says: 'must be an object with allowed_cidrs' },
  { what: 'nothing in it', value: {}, says: 'ip_restriction.allowed_cidrs: is required' },
  { what: 'null in it', value: { allowed_cidrs: null }, says: 'allowed_cidrs: must be an array of CIDRs' },
  { what: 'a list as text', value: { allowed_cidrs: '10.0.0.0/8' }, says: 'allowed_cidrs: must be an array of CIDRs' },
  { what: 'a misspelt list', value: { allowed_cidr: ['10.0.0.0/8'] }, says: 'send allowed_cidrs' },
  { what: 'a misspelt list beside', value: { allowed_cidrs: [], cidrs: ['::1'] }, says: 'ip_restriction.cidrs' },
  { what: 'a number', value: { allowed_cidrs: [5] }, says: 'allowed_cidrs[0]: must be a string' },
  { what: 'null for an entry', value: { allowed_cidrs: ['::1', null] }, says: 'allowed_cidrs[1]: must be a string' },
  ...badCidrs.map((cidr) => ({
    ...{ what: `the entry "${cidr.slice(0, 20)}"`, value: { allowed_cidrs: ['::1', cidr] } },
    says: 'ip_restriction.allowed_cidrs[1]: ',
  })),
]

const enumOf = (says: string): Bad[] => [
  ...notText,
  { what: 'an unknown word', value: 'NONE', says },
  { what: 'small letters', value: 'key_visibility_secret', says },
  { what: 'an empty text', value: '', says },
]
const visibility = enumOf('must be KEY_VISIBILITY_SECRET or KEY_VISIBILITY_PUBLIC')
const reason = enumOf('must be one of REVOCATION_REASON_UNSPECIFIED')

const times = ['', 'tomorrow', '2030-01-31', '2030-01-31T12:00:00', '2020-01-31T12:00:00Z', '2030-13-01T00:00:00Z']
const expireTime: Bad[] = [
  ...notText,
  ...[...times, '9999-12-31T23:59:59-23:59', '2031-12-31T23:59:60Z'].map((value) => ({
    ...{ what: `"${value}"`, value, says: 'must be' },
  })),
]

const credential = [...notText, ...notStorable, ...sized(4096)]

const required: Bad = { what: 'no value', value: undefined, says: 'is required' }
const nothing: Bad = { what: 'null', value: null, says: 'is required' }

type Request = {
  name: string
  call: [method: string, path: string]
  body: Record<string, unknown>
  fields: Record<string, Bad[]>
}

const keyFields = { scopes, metadata, rate_limit_policy: rateLimitPolicy, ip_restriction: restriction }
const makeFields = {
  name: [...line(255), required, nothing],
  actor_id: [...line(255), required, nothing],
  ...keyFields,
  ttl: keyTtl,
  request_id: line(36),
  visibility,
}

const requests: Request[] = [
  {
    name: 'issuing',
    call: ['POST', '/v2alpha1/admin/issuedApiKeys'],
    body: { name: 'n', actor_id: 'a' },
    fields: makeFields,
  },
  {
    name: 'importing',
    call: ['POST', '/v2alpha1/admin/importedApiKeys'],
    body: { name: 'n', actor_id: 'a', raw_key: 'sk_live_x' },
    fields: { ...makeFields, raw_key: [...credential, required, nothing] },
  },
  {
    name: 'changing an issued key',
    call: ['PATCH', '/v2alpha1/admin/issuedApiKeys/{issued}'],
    body: {},
    fields: { ...keyFields, name: line(255).filter(({ value }) => value !== '') },
  },
  {
    name: 'changing an imported key',
    call: ['PATCH', '/v2alpha1/admin/importedApiKeys/{imported}'],
    body: {},
    fields: { ...keyFields, name: line(255).filter(({ value }) => value !== '') },
  },
  {
    name: 'rotating',
    call: ['POST', '/v2alpha1/admin/issuedApiKeys/{issued}:rotate'],
    body: {},
    fields: {
      ...{ name: line(255), ...keyFields, visibility },
      grace_period: durationOf('31d', null),
    },
  },
  {
    name: 'revoking',
    call: ['POST', '/v2alpha1/admin/issuedApiKeys/{issued}:revoke'],
    body: { reason: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN' },
    fields: {
      reason,
      description: [
        ...notText,
        ...notStorable,
        { what: '501 characters', value: 'x'.repeat(501), says: 'must have at most 500 characters' },
      ],
    },
  },
  {
    name: 'revoking with another reason',
    call: ['POST', '/v2alpha1/admin/importedApiKeys/{imported}:revoke'],
    body: { reason: 'REVOCATION_REASON_SUPERSEDED' },
    fields: {
      description: [
        { what: 'any', value: 'x', says: 'description is only allowed when reason is PRIVILEGE_WITHDRAWN' },
      ],
    },
  },
  {
    name: 'revoking by possession',
    call: ['POST', '/v2alpha1/apiKeys:selfRevoke'],
    body: { credential: '{secret}' },
    fields: {
      credential: [...credential, required, nothing],
      reason: [
        ...reason,
        { what: 'that of administrators', value: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN', says: 'administrators' },
      ],
    },
  },
  {
    name: 'verifying',
    call: ['POST', '/v2alpha1/admin/apiKeys:verify'],
    body: { credential: '{secret}' },
    fields: {
      credential: [...credential, required, nothing],
      client_ip: [
        ...notText,
        ...['', ' ', 'unknown', '203.0.113.7:80', '203.0.113.0/24', 'fe80::1%1', 'x'.repeat(46)].map((value) => ({
          ...{ what: `"${value.slice(0, 20)}"`, value, says: 'must be an IP address' },
        })),
        { what: 'null, as of a caller whose address is not known', value: null, says: 'must be an IP address' },
      ],
    },
  },
  {
    name: 'verifying many',
    call: ['POST', '/v2alpha1/admin/apiKeys:batchVerify'],
    body: {},
    fields: {
      requests: [
        ...notText.filter(({ what }) => what !== 'an array'),
        ...[undefined, null, [], Array.from({ length: 101 }, () => ({ credential: 'x' }))].map((value) => ({
          ...{ what: Array.isArray(value) ? `${value.length} of them` : String(value), value },
          says: 'must be an array of 1 to 100 credentials',
        })),
      ],
    },
  },
  {
    name: 'importing many',
    call: ['POST', '/v2alpha1/admin/importedApiKeys:batchCreate'],
    body: {},
    fields: {
      requests: [
        ...notText.filter(({ what }) => what !== 'an array'),
        ...[undefined, null, [], Array.from({ length: 1001 }, () => ({ raw_key: 'x' }))].map((value) => ({
          ...{ what: Array.isArray(value) ? `${value.length} of them` : String(value), value },
          says: 'must be an array of 1 to 1000 keys',
        })),
        { what: 'texts only', value: ['a', 'b'], says: 'requests[0]: must be a JSON object' },
      ],
    },
  },
  {
    name: 'deriving',
    call: ['POST', '/v2alpha1/admin/apiKeys:derive'],
    body: { credential: '{secret}' },
    fields: {
      credential: [...credential, required, nothing],
      algorithm: enumOf('must be TOKEN_ALGORITHM_JWT or TOKEN_ALGORITHM_MACAROON'),
      ttl: durationOf('11y', 'must be at least 1s'),
      scopes,
      custom_claims: [
        ...metadata.filter(({ says }) => !says.includes('bytes')),
        { what: 'a reserved one', value: { sub: 'x' }, says: 'sub' },
      ],
    },
  },
  {
    name: 'adding an entry',
    call: ['POST', '/v2alpha1/admin/issuedApiKeys/{issued}/allowlist/entries'],
    body: { cidr: '198.51.100.0/24' },
    fields: {
      cidr: [
        ...notText,
        ...[required, nothing],
        ...badCidrs.map((value) => ({ what: `"${value.slice(0, 20)}"`, value, says: '' })),
      ],
      note: [
        ...notText,
        ...notStorable,
        { what: '201 characters', value: 'x'.repeat(201), says: 'must have at most 200 characters' },
        { what: 'two lines', value: 'a\nb', says: 'must be one line' },
      ],
      expire_time: expireTime,
      ttl: durationOf('11y', 'must be at least 1s'),
      enabled: [...notText.filter(({ value }) => value !== true), { what: '"true"', value: 'true', says: 'must be' }],
    },
  },
  {
    name: 'changing an entry',
    call: ['PATCH', '/v2alpha1/admin/issuedApiKeys/{issued}/allowlist/entries/{entry}'],
    body: {},
    fields: {
      cidr: [{ what: 'another network', value: '::/0', says: 'is not a field here' }],
      note: [{ what: '201 characters', value: 'x'.repeat(201), says: 'must have at most 200 characters' }],
      expire_time: expireTime,
      ttl: durationOf('11y', 'must be at least 1s'),
      enabled: [{ what: '"false"', value: 'false', says: 'must be true or false' }],
    },
  },
]

// What anybody may send is kept shorter.
const mostOf = (path: string) => (path.endsWith(':selfRevoke') ? '64 KiB' : '1 MiB')

// An array without lines takes the length away.
const chunked = { 'Transfer-Encoding': 'chunked', 'Content-Length': [] }

describe.each(requests)('$name refuses', ({ call: [method, path], body, fields }) => {
  const rows = Object.entries(fields).flatMap(([field, bads]) =>
    bads.map(({ what, value, says }) => [`${field}: ${what}`, field, value, says] as const),
  )

  it.each(rows)('%s', async (_, field, value, says) => {
    const answer = await refused(method, path, { body: jsonOf({ ...body, [field]: value }) })
    expect(answer.status).toBe(400)
    const { message } = answer.json.error
    expect(message).toContain(field)
    expect(message).toContain(says)
    expect(message).not.toContain(`${field}: ${field} `)
  })

  it('a field that is named in both ways of writing', async () => {
    const field = Object.keys(fields).find((name) => name.includes('_'))
    if (field === undefined) return
    const camel = field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    const answer = await refused(method, path, { body: jsonOf({ ...body, [field]: null, [camel]: null }) })
    expect(answer.json.error.message).toBe(`${field}: is named twice`)
  })

  const wholeBodies: [string, Sent, number, string][] = [
    ['a body that is not JSON', { body: 'name=a' }, 400, 'must be valid JSON'],
    ['JSON that is cut short', { body: '{"name":"a"' }, 400, 'must be valid JSON'],
    ['JSON with a comment', { body: '{/**/}' }, 400, 'must be valid JSON'],
    ['JSON with NaN', { body: '{"name":NaN}' }, 400, 'must be valid JSON'],
    ['JSON with more behind it', { body: '{}{}' }, 400, 'must be valid JSON'],
    ['an array', { body: '[{"name":"a"}]' }, 400, 'must be a JSON object'],
    ['a text', { body: '"a"' }, 400, 'must be a JSON object'],
    ['null', { body: 'null' }, 400, 'must be a JSON object'],
    ['bytes that are not UTF-8', { body: Buffer.from('7b2261223a22ff227d', 'hex') }, 400, 'must be UTF-8'],
    ['UTF-16', { body: Buffer.from('{}', 'utf16le') }, 400, ''],
    ['a member that is named twice', { body: '{"name":"a","n\\u0061me":"b"}' }, 400, 'name: is named twice'],
    ['a member named twice within', { body: '{"x":[{"y":{"a":1,"b":2,"a":3}}]}' }, 400, 'a: is named twice'],
    ['33 levels', { body: `{"x":${'['.repeat(32)}${']'.repeat(32)}}` }, 400, 'more than 32 levels'],
    ['60,000 levels', { body: '['.repeat(60_000) }, 400, 'more than 32 levels'],
    ['1 MiB and a byte', { body: JSON.stringify({ x: 'a'.repeat(1024 * 1024 - 7) }) }, 413, mostOf(path)],
    ['2 MiB in chunks', { body: Buffer.alloc(2 ** 21), headers: chunked }, 413, mostOf(path)],
    ['a form', { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, 'json'],
    ['JSON called text', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415, 'json'],
    ['two types', { body: '{}', headers: { 'Content-Type': 'application/json, text/plain' } }, 415, 'json'],
    ['a compressed body', { body: gzipSync('{}'), headers: { 'Content-Encoding': 'gzip' } }, 415, 'identity'],
  ]
  it.each(wholeBodies)('%s', async (_, sent, status, says) => {
    const answer = await refused(method, path, sent)
    expect(answer.status).toBe(status)
    expect(answer.json.error.message).toContain(says)
  })
})

describe('what could pass for something else', () => {
  const makers: [string, string, string, object][] = [
    ['POST', '/v2alpha1/admin/issuedApiKeys', 'issued_api_key', { name: 'n', actor_id: 'a' }],
    ['POST', '/v2alpha1/admin/importedApiKeys', 'imported_api_key', { name: 'n', actor_id: 'a', raw_key: 'k' }],
    ['PATCH', '/v2alpha1/admin/issuedApiKeys/{issued}', 'issued_api_key', { name: 'n' }],
    ['PATCH', '/v2alpha1/admin/issuedApiKeys/{issued}?update_mask=ip_restriction', 'issuedApiKey', {}],
    ['PATCH', '/v2alpha1/admin/importedApiKeys/{imported}', 'imported_api_key', { name: 'n' }],
    ['POST', '/v2alpha1/admin/issuedApiKeys/{issued}:rotate', 'issued_api_key', {}],
  ]
  it.each(makers)('%s %s refuses a body wrapped in %s', async (method, path, name, body) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const says = `${snake}: send the bare resource, not one wrapped in this name`
    for (const wrapped of [{ [name]: body }, { ...body, [name]: body }, { [name]: null }]) {
      expect((await refused(method, path, { body: wrapped })).json.error.message).toBe(says)
    }
  })

  const names = ['allowed_cidrs', 'allowedCidrs', 'ip_restrictions', 'ipRestrictions', 'iprestriction', 'allowlist']
  const moreNames = ['allow_list', 'allowed_ips', 'allowedIps', 'cidrs', 'ips', 'ip', 'restriction', 'whitelist', 'IPS']
  const rows = makers.flatMap(([method, path, , body]) =>
    [...names, ...moreNames].map((name) => [method, path, name, body] as const),
  )
  it.each(rows)('%s %s refuses %s, which could be meant as a restriction', async (method, path, name, body) => {
    const sent = { ...body, ...(path.includes('mask') ? { ip_restriction: null } : {}), [name]: ['10.0.0.0/8'] }
    const { message } = (await refused(method, path, { body: sent })).json.error
    expect(message).toContain(`${name}: is not a field here; an allowlist is sent as ip_restriction.allowed_cidrs`)
  })

  it.each(['ip', 'clientip', 'remote_addr', 'remoteIp', 'client_address', 'x_client_ip'])(
    'verifying refuses %s, which could be meant as the address to judge by',
    async (name) => {
      const body = { credential: known.secret, [name]: '203.0.113.7' }
      const answer = await refused('POST', '/v2alpha1/admin/apiKeys:verify', { body })
      expect(answer.json.error.message).toBe(
        `${name}: is not a field here; the address to judge by is sent as client_ip`,
      )
      const batch = { requests: [body] }
      const { results } = (await door.call('POST', '/v2alpha1/admin/apiKeys:batchVerify', { body: batch })).json
      expect(results[0]).toMatchObject({ is_valid: false, error_code: 'VERIFICATION_ERROR_INVALID_FORMAT' })
      expect(results[0].error_message).toContain(`requests[0].${name}: `)
    },
  )

  it('other unknown names are passed over, as Talos does', async () => {
    const body = { name: 'n', actor_id: 'a', colour: 'red', constructor: 1, toString: 2, hasOwnProperty: null }
    expect((await door.call('POST', '/v2alpha1/admin/issuedApiKeys', { body })).status).toBe(201)
  })

  it('a key can be sent back as it was answered', async () => {
    for (const path of ['/v2alpha1/admin/issuedApiKeys/{issued}', '/v2alpha1/admin/importedApiKeys/{imported}']) {
      const before = await door.call('GET', fill(path))
      const after = await door.call('PATCH', fill(path), { body: before.json })
      expect(after.json).toEqual(before.json)
    }
  })

  it.each(['', '&dry_run=true'])('a mask with ip_restriction needs the field in the body%s', async (more) => {
    for (const mask of ['ip_restriction', 'ipRestriction', 'name,ip_restriction']) {
      for (const body of [{ name: 'n' }, { name: 'n', ip_restricton: { allowed_cidrs: ['::1'] } }, {}]) {
        const path = `/v2alpha1/admin/issuedApiKeys/{issued}?update_mask=${mask}${more}`
        const answer = await refused('PATCH', path, { body: { ...body, name: 'n' } })
        expect(answer.status).toBe(400)
        expect(answer.json.error.message).toContain('ip_restriction')
      }
    }
  })

  it('a body of very many or very long names costs no time and is not sent back', async () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 90_000 }, (_, n) => [`m${n}`, 0])))
    const long = JSON.stringify({ [`ip_${'x'.repeat(1_000_000)}`]: 1 })
    for (const body of [many, long]) {
      const start = performance.now()
      const answer = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { body })
      expect(performance.now() - start).toBeLessThan(5_000)
      expect(answer.status).toBe(400)
      expectEnvelope(answer)
    }
  })

  it('anybody may send 64 KiB and no more', async () => {
    const sizes = [64 * 1024, 64 * 1024 + 1].map(async (size) => {
      const body = `{"credential":"x"${' '.repeat(size - 18)}}`
      return (await door.call('POST', '/v2alpha1/apiKeys:selfRevoke', { token: null, body })).status
    })
    expect(await Promise.all(sizes)).toEqual([404, 413])
  })
})

describe('ids that are none', () => {
  const ids = ['%00', '%ff', '%e2%82', '%', '%zz', 'a%2Fb', '%3Arotate', 'x'.repeat(6000), 'a b', "'", '1', '☃', ' ']
  const uuids = ['00000000-0000-0000-0000-000000000000', '{issued}x', '{issued}%00', '{{issued}}', '%7B{issued}%7D']
  const paths: [string, string][] = ['issued', 'imported'].flatMap((kind): [string, string][] => [
    ['GET', `${kind}ApiKeys/ID`],
    ['PATCH', `${kind}ApiKeys/ID`],
    ['POST', `${kind}ApiKeys/ID:revoke`],
    ['GET', `${kind}ApiKeys/ID/allowlist/entries`],
    ['POST', `${kind}ApiKeys/ID/allowlist/entries`],
    ['GET', `${kind}ApiKeys/ID/allowlist:check?ip=::1`],
    ['GET', `${kind}ApiKeys/ID/allowlist/entries/{entry}`],
    ['PATCH', `${kind}ApiKeys/{issued}/allowlist/entries/ID`],
    ['DELETE', `${kind}ApiKeys/{issued}/allowlist/entries/ID`],
  ])
  paths.push(['POST', 'issuedApiKeys/ID:rotate'], ['DELETE', 'importedApiKeys/ID'])

  it.each(paths)('%s %s answers 404', async (method, path) => {
    for (const id of [...ids, ...uuids]) {
      const target = encodeURI(`/v2alpha1/admin/${fill(path.replace('ID', id))}`).replaceAll('%25', '%')
      const answer = await refused(
        method,
        target,
        method === 'GET' ? {} : { body: path.endsWith('entries') ? { cidr: '::2' } : {} },
      )
      expect([id, answer.status]).toEqual([id, 404])
      expect(answer.json.error.status).toBe('NOT_FOUND')
    }
  })

  it('a key of the other kind, and an entry of another key, are missing ones', async () => {
    const other = await door.issue({ ip_restriction: { allowed_cidrs: ['::1'] } })
    for (const [method, path] of [
      ['GET', '/v2alpha1/admin/importedApiKeys/{issued}'],
      ['DELETE', '/v2alpha1/admin/importedApiKeys/{issued}'],
      ['PATCH', '/v2alpha1/admin/issuedApiKeys/{imported}'],
      ['POST', '/v2alpha1/admin/issuedApiKeys/{imported}:rotate'],
      ['POST', '/v2alpha1/admin/issuedApiKeys/{imported}:revoke'],
      ['GET', '/v2alpha1/admin/importedApiKeys/{issued}/allowlist/entries'],
      ['DELETE', `/v2alpha1/admin/issuedApiKeys/${other.keyId}/allowlist/entries/{entry}`],
      ['PATCH', `/v2alpha1/admin/issuedApiKeys/${other.keyId}/allowlist/entries/{entry}`],
    ] as const) {
      expect((await refused(method, path, method === 'GET' ? {} : { body: {} })).status).toBe(404)
    }
  })

  it('ids may be written in capitals, and colons encoded', async () => {
    const id = known.issued?.toUpperCase()
    expect((await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${id}`)).json.key_id).toBe(known.issued)
    expect((await refused('POST', `/v2alpha1/admin/issuedApiKeys/{issued}%3Arotate`, { body: {} })).status).toBe(405)
  })

  it('paths that are none answer 404, and other methods 405 with those allowed', async () => {
    for (const path of ['', '/', '/admin', '/admin/issuedApiKeys/', '/admin/issuedApiKeys/a/b', '/admin/apiKeys:x']) {
      expect((await refused('POST', `/v2alpha1${path}`, { body: {} })).status).toBe(404)
    }
    const wrong = await refused('PUT', '/v2alpha1/admin/issuedApiKeys/{issued}', { body: {} })
    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET, PATCH, HEAD'])
    expect((await refused('HEAD', '/v2alpha1/admin/issuedApiKeys/{imported}')).status).toBe(404)
  })
})

describe('bad queries', () => {
  const list = '/v2alpha1/admin/issuedApiKeys'
  const patch = '/v2alpha1/admin/issuedApiKeys/{issued}'
  const sizes = ['-1', '1001', '1.5', 'x', '1e3', '%2B5', '%205', '', '99999999999', '%00', '0x10']
  const filters: [string, string][] = [
    ['actor_id', 'expected field=value'],
    ['actor_id=', 'expected field=value'],
    ['=x', 'expected field=value'],
    ['actor_id="a', 'expected field=value'],
    ['actor_id="\\x"', 'unreadable'],
    ['actor_id="\\u0000"', 'unreadable value for actor_id'],
    ['actor_id=\0a', 'unreadable value for actor_id'],
    ['name="a\0b"', 'unreadable value for name'],
    ['name="\\ud800"', 'unreadable value for name'],
    ['actor_id="a" OR name="b"', 'joined by AND'],
    ['actor_id="a" name="b"', 'joined by AND'],
    ['actor_id="a" AND', 'AND'],
    ['AND actor_id="a"', ''],
    ['actor_id="a" AND actor_id="b"', 'names actor_id twice'],
    ['metadata.a=1 AND metadata.a=2', 'names metadata.a twice'],
    ['metadata=1', 'knows no field metadata'],
    ['metadata.=1', 'cannot read metadata.'],
    ['metadata.a..b=1', 'cannot read metadata.a..b'],
    ['colour=red', 'knows no field colour'],
    ['constructor=x', 'knows no field constructor'],
    ['toString=x', 'knows no field toString'],
    ['hasOwnProperty=x', 'knows no field hasOwnProperty'],
    ['__proto__=x', 'knows no field __proto__'],
    ['__defineGetter__=x', 'knows no field __defineGetter__'],
    ['status=ACTIVE', 'status must be one of'],
    ['status=KEY_STATUS_UNSPECIFIED', 'status must be one of'],
    ['status=constructor', 'status must be one of'],
    ['access_mode=closed', 'access_mode must be one of'],
    ['admits=10.0.0.0/8', 'admits must be an IP address'],
    ['admits="unknown"', 'admits must be an IP address'],
    [`name="${'x'.repeat(2000)}"`, 'at most 2000 characters'],
  ]
  const masks: [string, string][] = [
    ['actor_id', 'actor_id'],
    ['name,secret', 'secret'],
    ['name,', ''],
    ['*', '*'],
    ['ip_restriction.allowed_cidrs', 'ip_restriction.allowed_cidrs'],
    ['IpRestriction', 'IpRestriction'],
    ['iprestriction', 'iprestriction'],
    ['visibility', 'visibility'],
    ['__proto__', '__proto__'],
  ]
  const rows: [string, string, string, string][] = [
    ...sizes.map((size): [string, string, string, string] => [
      'GET',
      `${list}?page_size=${size}`,
      'page_size: must be a whole number from 1 to 1000',
      '',
    ]),
    ...filters.map(([filter, says]): [string, string, string, string] => [
      'GET',
      `${list}?filter=${encodeURIComponent(filter)}`,
      'filter',
      says,
    ]),
    ...masks.map(([mask, path]): [string, string, string, string] => [
      'PATCH',
      `${patch}?update_mask=${encodeURIComponent(mask)}`,
      `unknown update_mask path: "${path}" (allowed: name, scopes, metadata, rate_limit_policy, ip_restriction, allowlist_ids)`,
      '',
    ]),
    ...['x', 'AAAA'.repeat(2000), '%00', 'e30'].map((token): [string, string, string, string] => [
      'GET',
      `${list}?page_token=${token}`,
      'invalid page token',
      '',
    ]),
    ...['1', 'TRUE', 'yes', '', '%00'].map((dry): [string, string, string, string] => [
      'PATCH',
      `${patch}?dry_run=${dry}`,
      'dry_run: must be true or false',
      '',
    ]),
    ...['dryrun', 'dry-run', 'DRY_RUN', 'validate_only'].map((name): [string, string, string, string] => [
      'PATCH',
      `${patch}?${name}=true`,
      `${name}: is not a parameter here`,
      '',
    ]),
    ['PATCH', `${patch}?update_mask=${'name,'.repeat(200)}ip_restriction`, 'update_mask: must have at most 1000', ''],
    ['PATCH', `${patch}?update_mask=name&update_mask=scopes`, 'update_mask: must be given once', ''],
    ['PATCH', `${patch}?update_mask=name&updateMask=scopes`, 'update_mask: must be given once', ''],
    ['PATCH', `${patch}?dry_run=true&dry_run=false`, 'dry_run: must be given once', ''],
    ['PATCH', `${patch}?dryRun=false&dry_run=true`, 'dry_run: must be given once', ''],
    ['GET', `${list}?page_size=1&page_size=2`, 'page_size: must be given once', ''],
    ['GET', `${list}?page_token=a&pageToken=b`, 'page_token: must be given once', ''],
    ['GET', `${list}?filter=name=a&filter=name=b`, 'filter: must be given once', ''],
    ['GET', `${patch}/allowlist:check`, 'ip: must be an IP address', ''],
    ['GET', `${patch}/allowlist:check?ip=`, 'ip: must be an IP address', ''],
    ['GET', `${patch}/allowlist:check?ip=10.0.0.0/8`, 'ip: must be an IP address', ''],
    ['GET', `${patch}/allowlist:check?ip=::1&ip=::2`, 'ip: must be given once', ''],
  ]
  it.each(rows)('%s %s', async (method, path, says, more) => {
    const answer = await refused(method, path, method === 'GET' ? {} : { body: { name: 'changed' } })
    expect(answer.status).toBe(400)
    expect(answer.json.error.message).toContain(says)
    expect(answer.json.error.message).toContain(more)
  })

  it('asks for a dry run in camelCase too, and does nothing', async () => {
    const before = await stateOf(door.sql)
    const answer = await door.call('PATCH', fill(`${patch}?dryRun=true`), { body: { name: 'changed' } })
    expect(answer.json.dry_run).toBe(true)
    expect(await stateOf(door.sql)).toEqual(before)
  })

  it('filters by numbers that are written with leading noughts as by texts', async () => {
    const answer = await door.call('GET', `${list}?filter=${encodeURIComponent('metadata.a=007 AND metadata.b=-0')}`)
    expect([answer.status, answer.json.issued_api_keys]).toEqual([200, []])
  })
})

describe('bad headers', () => {
  const path = '/v2alpha1/admin/issuedApiKeys/{issued}'
  const keys = ['', ' ', 'a b', 'a\tb', 'é', 'x'.repeat(256), ['a', 'b'], ['a', 'a']]
  it.each(keys.map((key) => [JSON.stringify(key).slice(0, 30), key] as const))('Idempotency-Key %s', async (_, key) => {
    const answer = await refused('PATCH', path, { body: { name: 'changed' }, headers: { 'Idempotency-Key': key } })
    expect(answer.status).toBe(400)
    expect(answer.json.error.message).toContain('Idempotency-Key: must be given once, with 1 to 255 printable ASCII')
  })

  const tags = ['', '"x"', 'x', 'W/"x"', ['"a"', '"b"'], '"', ',,,', '*x', '"*"', 'é']
  it.each(tags.map((tag) => [JSON.stringify(tag), tag] as const))('If-Match %s', async (_, tag) => {
    const answer = await refused('PATCH', path, { body: { name: 'changed' }, headers: { 'If-Match': tag } })
    expect([answer.status, answer.json.error.details[0].reason]).toEqual([412, 'ETAG_MISMATCH'])
  })

  const authorizations = ['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', ['Bearer a', 'Bearer b'], 'Bearer é']
  const all = [...authorizations, `Bearer ${'x'.repeat(600)}`, 'Bearer gl_mgmt_x', undefined]
  it.each(all.map((value) => [String(value).slice(0, 30), value] as const))('Authorization %s', async (_, value) => {
    const headers = value === undefined ? {} : { Authorization: value }
    for (const [method, target] of [
      ['PATCH', path],
      ['POST', '/v2alpha1/admin/apiKeys:verify'],
      ['POST', '/v2alpha1/admin/apiKeys:batchVerify'],
    ] as const) {
      const body = target === path ? { name: 'changed' } : { credential: 'x', requests: [{ credential: 'x' }] }
      const answer = await refused(method, target, { token: null, body, headers })
      expect([answer.status, answer.json.error.status]).toEqual([401, 'UNAUTHENTICATED'])
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  it('takes no API key for a management token', async () => {
    expect((await refused('GET', path, { token: known.secret ?? '' })).status).toBe(401)
  })

  it('refuses more header lines than it would count', async () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`X-Filler-${n}`, 'x']))
    for (const target of [path, '/v2alpha1/admin/apiKeys:verify']) {
      expect((await refused('PATCH', target, { body: {}, headers })).status).toBe(431)
    }
  })
})

// Last, because the state to compare is large from here on.
describe('the largest that is accepted', () => {
  const listOf = (size: number) => Array.from({ length: size }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)

  it('10,000 entries, and not one more', async () => {
    const issue = (size: number) => ({ name: 'n', actor_id: 'a', ip_restriction: { allowed_cidrs: listOf(size) } })
    const path = '/v2alpha1/admin/issuedApiKeys'
    const over = await refused('POST', path, { body: issue(10_001) })
    expect(over.json.error.message).toBe('ip_restriction.allowed_cidrs: must have at most 10000 items')
    const made = await door.call('POST', path, { body: issue(10_000) })
    expect(made.status, made.text.slice(0, 300)).toBe(201)
    const key = made.json.issued_api_key
    expect(key.ip_restriction.allowed_cidrs).toEqual(listOf(10_000))
    const own = `${path}/${key.key_id}`
    await refused('PATCH', own, { body: { ip_restriction: { allowed_cidrs: listOf(10_001) } } })
    const oneMore = await refused('POST', `${own}/allowlist/entries`, { body: { cidr: '192.0.2.1' } })
    expect([oneMore.status, oneMore.json.error.message]).toEqual([409, 'a list holds at most 10000 entries'])
    const replaced = listOf(10_000).map((cidr) => cidr.replace(/^10\./, '172.'))
    const changed = await door.call('PATCH', own, { body: { ip_restriction: { allowed_cidrs: replaced } } })
    expect(changed.status, changed.text.slice(0, 300)).toBe(200)
    expect(changed.json.ip_restriction.allowed_cidrs).toEqual(replaced)
    const rotated = await door.call('POST', `${own}:rotate`, { body: {} })
    expect(rotated.status, rotated.text.slice(0, 300)).toBe(201)
    const check = { credential: rotated.json.secret }
    for (const [ip, isValid] of [
      ['172.0.39.15', true],
      ['172.0.39.16', false],
    ] as const) {
      const answer = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { ...check, client_ip: ip } })
      expect(answer.json.is_valid).toBe(isValid)
    }
  })

  it('65,536 bytes of metadata', async () => {
    const metadata = { a: 'x'.repeat(65_536 - 8) }
    const made = await door.issue({ metadata })
    const answer = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential: made.secret } })
    expect(answer.json.metadata).toEqual(metadata)
  })

  it('a body of 1 MiB', async () => {
    const start = '{"name":"n","actor_id":"a"'
    const body = `${start}${' '.repeat(1024 * 1024 - start.length - 1)}}`
    expect((await door.call('POST', '/v2alpha1/admin/issuedApiKeys', { body })).status).toBe(201)
  })

  it('32 levels, and every text and number that JSON has', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(30)}{}${'}'.repeat(30)}`)
    const odd = { '': [1.5, -0.25, 1e300, 5e-324, 9007199254740991], '😀': '\u2028', constructor: { toString: null } }
    for (const metadata of [deep, odd]) {
      const { keyId } = await door.issue({ metadata })
      expect((await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${keyId}`)).json.metadata).toEqual(metadata)
    }
  })
})
