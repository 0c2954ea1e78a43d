import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const ISSUED = '/v2alpha1/admin/issuedApiKeys'
const IMPORTED = '/v2alpha1/admin/importedApiKeys'

it('programs are told which policy forbids a change and why, dry runs too; what nobody chose is made to fit', async () => {
  const { keyId, secret } = await door.issue({ ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } })
  const open = await door.issue()
  await door.sql.query(
    `INSERT INTO access_policy (id, workspace_id, require_restricted, widest_v4, max_key_life_days, applies_from, updated_by, reason)
     VALUES (gen_random_uuid(), $1, true, 16, 30, now() - interval '1 second', 'staff', 'test')`,
    [door.id],
  )
  const wide = { ip_restriction: { allowed_cidrs: ['10.0.0.0/8'] } }
  const named = { name: 'k', actor_id: 'a' }
  const bypass = { duration: '5m', reason: 'x' }
  const refusals = [
    await door.call('PATCH', `${ISSUED}/${keyId}?confirm_lockout=0.0.0.0/0`, { body: wide }),
    await door.call('PATCH', `${ISSUED}/${keyId}?dry_run=true`, { body: wide }),
    await door.call('POST', `${ISSUED}/${keyId}/allowlist/entries`, { body: { cidr: '10.0.0.0/8' } }),
    await door.call('POST', `${ISSUED}/${keyId}/allowlist:setMode`, { body: { access_mode: 'ACCESS_MODE_REPORT' } }),
    await door.call('POST', `${ISSUED}/${keyId}/allowlist:bypass`, { body: bypass }),
    await door.call('POST', `${ISSUED}/${keyId}:rotate`, { body: wide }),
    await door.call('POST', ISSUED, { body: { ...named, ...wide } }),
    await door.call('POST', ISSUED, { body: named }),
    await door.call('POST', ISSUED, {
      body: { ...named, ip_restriction: { allowed_cidrs: ['10.0.0.1'] }, ttl: '31d' },
    }),
    await door.call('POST', IMPORTED, { body: { ...named, ...wide, raw_key: 'brought along' } }),
    await door.call('POST', '/v2alpha1/admin/allowlists', { body: { name: 'Office', allowed_cidrs: ['10.0.0.0/8'] } }),
  ]
  for (const { status, json } of refusals) {
    expect([status, json.error.status, json.error.details[0].reason]).toEqual([
      400,
      'FAILED_PRECONDITION',
      'POLICY_VIOLATION',
    ])
  }
  expect(refusals[0]?.json.error.message).toBe(
    'Gatelist’s policy for this workspace allows nothing wider than /16 for IPv4. 10.0.0.0/8 is wider. Use a narrower network.',
  )
  const batch = await door.call('POST', `${IMPORTED}:batchCreate`, {
    body: {
      requests: [
        { ...named, ...wide, raw_key: 'one' },
        { ...named, raw_key: 'two', ip_restriction: { allowed_cidrs: ['10.0.0.1'] } },
      ],
    },
  })
  expect(batch.json).toMatchObject({ success_count: 1, failure_count: 1 })
  expect(batch.json.results[0].error_code).toMatch(/_FAILED_PRECONDITION$/)
  const capped = await door.call('POST', ISSUED, {
    body: { ...named, ip_restriction: { allowed_cidrs: ['10.0.0.1'] } },
  })
  const life = Date.parse(capped.json.issued_api_key.expire_time) - Date.parse(capped.json.issued_api_key.create_time)
  expect(Math.abs(life - 30 * 86_400_000)).toBeLessThan(60_000)

  const verify = async (credential: string) =>
    (await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential, client_ip: '203.0.113.7' } })).json
  expect(await verify(secret)).toMatchObject({ is_valid: true })
  expect(await verify(open.secret)).toMatchObject({ is_valid: false, error_code: 'VERIFICATION_ERROR_IP_NOT_ALLOWED' })
  const derived = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { body: { credential: open.secret } })
  expect(derived.status).toBeGreaterThanOrEqual(400)
})
