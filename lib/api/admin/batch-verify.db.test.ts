import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import {
  BATCH,
  IP_NOT_ALLOWED,
  kinds,
  LIST,
  LISTED,
  NOT_FOUND,
  refusal,
  SIGNATURE_INVALID,
  UNLISTED,
  verifierOf,
} from '#test/admin/verifier'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const { verify, batchVerify, derive, makeKey, setList } = verifierOf(() => door)

describe('a batch', () => {
  it('answers in the order of the request, each by its own address, and a bad item in its place', async () => {
    const listed = await door.issue({ ip_restriction: { allowed_cidrs: [LIST] } })
    const open = await door.issue()
    const token = await derive(open.secret)
    const results = await batchVerify([
      { credential: listed.secret, client_ip: LISTED },
      { credential: '' },
      { credential: listed.secret, client_ip: UNLISTED },
      { credential: open.secret, client_ip: 'nonsense' },
      'nonsense',
      { credential: open.secret },
      null,
      { credential: newSecret().secret },
      { credential: open.secret, client_ip: null },
      { credential: token },
      { credential: listed.secret },
      { credential: 'eyJ' },
      { credential: open.secret, ip: LISTED },
    ])
    const invalid = (message: string) => refusal('INVALID_FORMAT', message)
    expect(results).toEqual([
      expect.objectContaining({ is_valid: true, key_id: listed.keyId }),
      invalid('requests[1].credential: must have 1 to 4096 characters'),
      IP_NOT_ALLOWED,
      invalid('requests[3].client_ip: must be an IP address'),
      invalid('requests[4]: must be an object'),
      expect.objectContaining({ is_valid: true, key_id: open.keyId }),
      invalid('requests[6]: must be an object'),
      NOT_FOUND,
      invalid('requests[8].client_ip: must be an IP address'),
      expect.objectContaining({ is_valid: true, key_id: open.keyId }),
      IP_NOT_ALLOWED,
      SIGNATURE_INVALID,
      invalid('requests[12].ip: is not a field here; the address to judge by is sent as client_ip'),
    ])
  })

  it('counts calls of one key one after the other, in their order', async () => {
    const { secret } = await door.issue({ rate_limit_policy: { quota: '2', window: '3600s' } })
    const limited = await door.issue({
      rate_limit_policy: { quota: '1', window: '3600s' },
      ip_restriction: { allowed_cidrs: [LIST] },
    })
    const results = await batchVerify([
      { credential: secret },
      { credential: limited.secret, client_ip: UNLISTED },
      { credential: secret },
      { credential: limited.secret, client_ip: LISTED },
      { credential: secret },
      { credential: limited.secret, client_ip: LISTED },
    ])
    const codes = results.map((result) => result.error_code?.slice('VERIFICATION_ERROR_'.length) ?? 'valid')
    expect(codes).toEqual(['valid', 'IP_NOT_ALLOWED', 'valid', 'valid', 'RATE_LIMITED', 'RATE_LIMITED'])
  })

  it('has 1 to 100 items', async () => {
    const items = (count: number) => Array.from({ length: count }, () => ({ credential: 'x' }))
    for (const requests of [[], items(101), {}, 'x', null, undefined]) {
      const { status, json } = await door.call('POST', BATCH, { body: { requests } })
      expect([status, json.error.status, json.error.message]).toEqual([
        400,
        'INVALID_ARGUMENT',
        'requests: must be an array of 1 to 100 credentials',
      ])
    }
    expect(await batchVerify(items(1))).toEqual([NOT_FOUND])
    expect(await batchVerify(items(100))).toEqual(Array.from({ length: 100 }, () => NOT_FOUND))
  })

  it('answers the same as single questions', async () => {
    const keys = await Promise.all(kinds.map((kind) => makeKey(kind)))
    for (const made of keys) await setList(made, [LIST])
    const questions = keys.flatMap(({ credential }) =>
      [LISTED, UNLISTED].map((client_ip) => ({ credential, client_ip })),
    )
    const single = []
    for (const { credential, client_ip } of questions) single.push((await verify(credential, client_ip)).json)
    expect(await batchVerify(questions)).toEqual(single)
  })
})
