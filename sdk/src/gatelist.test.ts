import { describe, expect, it } from 'vitest'
import { ADDRESS, answerJson, CREDENTIAL, clientOf, fakeServer, KEY, refused, TOKEN, VALID } from './fixtures.ts'
import { readVerdict } from './read-verdict.ts'

describe('a question', () => {
  it('carries the credential, the address and the management token, and nothing of this machine', async () => {
    const fake = await fakeServer((response) => answerJson(response, VALID))
    const { gatelist, problems } = clientOf(`${fake.url}/keys/`)
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toEqual({ allowed: true, key: KEY })
    expect(problems).toEqual([])
    expect(fake.received).toMatchObject([
      {
        path: '/keys/v2alpha1/admin/apiKeys:verify',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        json: { credential: CREDENTIAL, client_ip: ADDRESS },
      },
    ])
  })

  it('is asked each time, over connections that are used again', async () => {
    const answers = [VALID, refused('REVOKED'), VALID]
    const fake = await fakeServer((response) => answerJson(response, answers[fake.received.length % 3]))
    const { gatelist } = clientOf(fake.url)
    const verdicts = []
    for (let i = 0; i < 12; i++) verdicts.push((await gatelist.verify(CREDENTIAL, ADDRESS)).allowed)
    expect(verdicts.slice(0, 6)).toEqual([false, true, true, false, true, true])
    // The first may still be closing its answer when the next is asked.
    expect([fake.received.length, fake.connections() <= 2]).toEqual([12, true])
  })

  it.each([
    [null],
    [undefined],
    [''],
    ['unknown'],
    ['203.0.113.7:443'],
    ['203.0.113.7, 10.0.0.1'],
    ['fe80::1%eth0'],
    ['010.0.0.1'],
  ])('is not asked for the address %j: the server would judge by the address of this machine', async (address) => {
    const fake = await fakeServer((response) => answerJson(response, VALID))
    const { gatelist } = clientOf(fake.url)
    expect(await gatelist.verify(CREDENTIAL, address)).toEqual({ allowed: false, reason: 'ip_unknown' })
    expect(await gatelist.verifyAll([{ credential: CREDENTIAL, clientIp: address }])).toEqual([
      { allowed: false, reason: 'ip_unknown' },
    ])
    expect(fake.received).toEqual([])
  })

  it.each([[''], ['x'.repeat(4097)], ['a\0b'], ['\ud800'], [undefined], [{}]])(
    'is not asked for what can be no credential (%#), and raises no alarm',
    async (credential) => {
      const fake = await fakeServer((response) => answerJson(response, VALID))
      const { gatelist, problems } = clientOf(fake.url)
      expect(await gatelist.verify(credential as string, ADDRESS)).toEqual({ allowed: false, reason: 'invalid' })
      expect([fake.received, problems]).toEqual([[], []])
    },
  )
})

describe('a no', () => {
  it.each([
    ['NOT_FOUND', 'invalid'],
    ['INVALID_FORMAT', 'invalid'],
    ['SIGNATURE_INVALID', 'invalid'],
    ['REVOKED', 'revoked'],
    ['EXPIRED', 'expired'],
    ['IP_NOT_ALLOWED', 'ip_not_allowed'],
  ])('%s is told as %s', async (code, reason) => {
    const fake = await fakeServer((response) => answerJson(response, refused(code)))
    const { gatelist, problems } = clientOf(fake.url)
    expect(await gatelist.verify(CREDENTIAL, ADDRESS)).toEqual({ allowed: false, reason })
    expect(problems).toEqual([])
  })

  const limited = { ...VALID, is_valid: false, is_active: false, error_code: 'VERIFICATION_ERROR_RATE_LIMITED' }
  it.each<[string, object, Record<string, string>, number]>([
    ['the header', limited, { 'Retry-After': '42' }, 42],
    ['at least a second', limited, { 'Retry-After': '0' }, 1],
    ['a header that is none', limited, { 'Retry-After': 'soon' }, 1],
    [
      "the server's own clock",
      { ...limited, rate_limit_reset_time: '2001-01-01T00:00:30.500Z' },
      { Date: 'Mon, 01 Jan 2001 00:00:00 GMT' },
      31,
    ],
  ])('by a rate limit says how long to wait: %s', (_name, answer, headers, retryAfterSeconds) => {
    const { verdict } = readVerdict(answer, new Headers(headers))
    expect(verdict).toEqual({ allowed: false, reason: 'rate_limited', retryAfterSeconds })
  })
})

describe('a batch', () => {
  it('is answered in its order, each by its own address, with what needs no asking in its place', async () => {
    const fake = await fakeServer((response) => answerJson(response, { results: [VALID, refused('NOT_FOUND'), {}] }))
    const { gatelist, problems } = clientOf(fake.url)
    const verdicts = await gatelist.verifyAll([
      { credential: '', clientIp: ADDRESS },
      { credential: 'a', clientIp: ADDRESS },
      { credential: 'b', clientIp: null },
      { credential: 'c', clientIp: '2001:db8::1' },
      { credential: 'd', clientIp: ADDRESS },
    ])
    expect(verdicts).toEqual([
      { allowed: false, reason: 'invalid' },
      { allowed: true, key: KEY },
      { allowed: false, reason: 'ip_unknown' },
      { allowed: false, reason: 'invalid' },
      { allowed: false, reason: 'unavailable', problem: 'not_understood' },
    ])
    expect(fake.received[0]?.json.requests).toEqual([
      { credential: 'a', client_ip: ADDRESS },
      { credential: 'c', client_ip: '2001:db8::1' },
      { credential: 'd', client_ip: ADDRESS },
    ])
    expect(problems).toHaveLength(1)
  })

  it.each([[[VALID]], [[VALID, VALID, VALID]], [null], ['ab'], [undefined]])(
    'allows nobody when it is not known whose answer is whose (%#)',
    async (results) => {
      const fake = await fakeServer((response) => answerJson(response, { results }))
      const { gatelist } = clientOf(fake.url)
      const item = { credential: CREDENTIAL, clientIp: ADDRESS }
      const verdicts = await gatelist.verifyAll([item, item])
      expect(verdicts).toEqual([
        { allowed: false, reason: 'unavailable', problem: 'not_understood' },
        { allowed: false, reason: 'unavailable', problem: 'not_understood' },
      ])
    },
  )

  it('of none asks nothing, and of more than 100 is refused', async () => {
    const { gatelist } = clientOf('http://127.0.0.1')
    expect(await gatelist.verifyAll([])).toEqual([])
    const many = Array.from({ length: 101 }, () => ({ credential: CREDENTIAL, clientIp: ADDRESS }))
    await expect(gatelist.verifyAll(many)).rejects.toThrow(RangeError)
  })
})
