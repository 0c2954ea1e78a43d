import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveEnv } from '#lib/env'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { IP_NOT_ALLOWED, IP_UNKNOWN, kinds, LIST, LISTED, UNLISTED, verifierOf } from '#test/admin/verifier'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const { verify, makeKey, setList } = verifierOf(() => door)

describe('the address that is judged', () => {
  it.each(kinds)('is the client_ip of the question, else that of who asks (%s)', async (kind) => {
    const made = await makeKey(kind)
    await setList(made, ['127.0.0.2/32', LIST, '2001:db8::/32'])
    const rows: [string | undefined, string, boolean][] = [
      [undefined, '127.0.0.1', false],
      [undefined, '127.0.0.2', true],
      [LISTED, '127.0.0.1', true],
      [UNLISTED, '127.0.0.2', false],
      ['127.0.0.2', '127.0.0.1', true],
      // RFC 4291 §2.5.5.2: the same host, written as IPv6.
      [`::ffff:${LISTED}`, '127.0.0.1', true],
      [`::ffff:${UNLISTED}`, '127.0.0.2', false],
      ['2001:db8:ffff::1', '127.0.0.1', true],
      ['2001:db9::1', '127.0.0.1', false],
    ]
    for (const [client_ip, from, isIn] of rows) {
      const { json } = await verify(made.credential, client_ip, { from })
      expect([client_ip, from, json.is_valid]).toEqual([client_ip, from, isIn])
      if (!isIn) expect(json).toEqual(IP_NOT_ALLOWED)
    }
  })

  it('is not what a caller says in a header that nobody trusts', async () => {
    const { secret } = await door.issue({ ip_restriction: { allowed_cidrs: [LIST] } })
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP']) {
      expect((await verify(secret, undefined, { headers: { [name]: LISTED } })).json).toEqual(IP_NOT_ALLOWED)
    }
  })

  it('is refused where it cannot be determined, unless the key is open or the question says it', async () => {
    const { secret } = await door.issue({ ip_restriction: { allowed_cidrs: [LIST, '127.0.0.0/8'] } })
    const open = await door.issue()
    resolveEnv({ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' })
    try {
      for (const headers of [{}, { 'X-Forwarded-For': 'garbage' }, { 'X-Forwarded-For': `${LISTED}:443:1` }]) {
        expect((await verify(secret, undefined, { headers })).json).toEqual(IP_UNKNOWN)
        expect((await verify(secret, LISTED, { headers })).json.is_valid).toBe(true)
        expect((await verify(open.secret, undefined, { headers })).json.is_valid).toBe(true)
      }
      const forwarded = { headers: { 'X-Forwarded-For': LISTED } }
      expect((await verify(secret, undefined, forwarded)).json.is_valid).toBe(true)
      expect((await verify(secret, UNLISTED, forwarded)).json).toEqual(IP_NOT_ALLOWED)
    } finally {
      resolveEnv({ CLIENT_IP_SOURCE: '', TRUSTED_PROXIES: '' })
    }
  })
})
