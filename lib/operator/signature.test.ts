import { describe, expect, it } from 'vitest'
import { derivedKey } from '#lib/secrets'
import { checkOperatorSignature, operatorAuthorization, operatorKey, type SignedCall } from './signature.ts'

const key = operatorKey('only for tests, and long enough to be one')
const sentAt = 1_795_348_800
const call: SignedCall = { method: 'POST', path: '/v1/operator/tokens', body: Buffer.from('{"role":"write"}') }
const authorization = operatorAuthorization(key, call, sentAt)

const check = (
  changes: Partial<SignedCall> = {},
  at: number = sentAt,
  line: string | null | undefined = authorization,
) => checkOperatorSignature(key, { ...call, ...changes }, { authorization: line, unixSeconds: at })

it('the key is the one that the server derives of the same master secret, and of no other', () => {
  expect(operatorKey(process.env.GATELIST_SECRET ?? '')).toEqual(derivedKey('operator'))
  expect(operatorKey('another secret of the same length, and more')).not.toEqual(derivedKey('operator'))
})

it('the line is what the documented formula gives elsewhere', () => {
  // By Python's hmac and hashlib, HKDF written out (RFC 5869).
  expect(authorization).toBe(
    'Gatelist-Operator 1795348800.965a6a0778f6ebfd1ba3417b82d1000fc31549720f6e844d3268f22e5105ab62',
  )
})

describe('a signature', () => {
  it.each([0, 60, -60, 59])('holds when the clocks are %i s apart', (apart) => {
    expect(check({}, sentAt + apart)).toBe('valid')
  })

  it.each([61, -61, 3600])('is stale when they are %i s apart', (apart) => {
    expect(check({}, sentAt + apart)).toBe('stale')
  })

  it.each([
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/v1/operator/users' }],
    ['the same path elsewhere', { path: '/api/v1/operator/tokens' }],
    ['another body', { body: Buffer.from('{"role":"read"}') }],
    ['no body', { body: Buffer.alloc(0) }],
  ])('does not hold for %s', (_, changes) => {
    expect(check(changes)).toBe('wrong')
  })

  it('does not hold with another time, another key or another digit', () => {
    const digits = authorization.split('.')[1] ?? ''
    expect(check({}, sentAt, `Gatelist-Operator ${sentAt + 1}.${digits}`)).toBe('wrong')
    expect(check({}, sentAt, operatorAuthorization(operatorKey('another secret'), call, sentAt))).toBe('wrong')
    const flipped = `${authorization.slice(0, -1)}${authorization.endsWith('0') ? '1' : '0'}`
    expect(check({}, sentAt, flipped)).toBe('wrong')
  })

  it.each([
    [null],
    [undefined],
    [''],
    ['Gatelist-Operator'],
    [authorization.replace('Gatelist-Operator', 'Bearer')],
    [authorization.slice(0, -1)],
    [`${authorization}0`],
    [`${authorization} `],
    [authorization.replace('.', ',')],
    [authorization.replace('1795348800', '01795348800')],
    [authorization.replace('1795348800', '-1795348800')],
    [authorization.replace('1795348800', '1.795e9')],
  ])('cannot be read from %j', (line) => {
    expect(checkOperatorSignature(key, call, { authorization: line, unixSeconds: sentAt })).toBe('malformed')
  })
})
