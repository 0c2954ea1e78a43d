import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdminOperation } from '#lib/api/admin/operation'
import { adminOperations } from '#lib/api/admin/routes'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { makeStaff } from '#lib/staff-tokens/fixtures'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { type Belongings, makeBelongings, sampleOf } from '#test/admin/samples'
import { liftHold, pauseKey, revokeKey } from './commands.ts'

let door: AdminDoor
let staff: StaffActor

beforeAll(async () => {
  door = await openAdminDoor()
  staff = await makeStaff('staff')
})
afterAll(() => door.close())

const reason = 'Seen in a public repository'
const kinds = ['issued', 'imported'] as const
const pathOf = (kind: 'issued' | 'imported', keyId: string) => `/v2alpha1/admin/${kind}ApiKeys/${keyId}`

async function works(credential: string): Promise<boolean> {
  const verified = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential } })
  return verified.json.is_valid === true
}

async function hold(own: Belongings): Promise<void> {
  for (const kind of kinds) await pauseKey(staff, { keyId: own[kind].keyId, reason })
}

describe('a key that staff hold', () => {
  it('is refused at the next call and works again at the next one after the hold, and says so to programs', async () => {
    const own = await makeBelongings(door, door)
    for (const kind of kinds) {
      const { keyId, credential } = own[kind]
      expect(await works(credential)).toBe(true)
      await pauseKey(staff, { keyId, reason })
      expect(await works(credential)).toBe(false)
      const { json } = await door.call('GET', pathOf(kind, keyId))
      expect(json).toMatchObject({
        status: 'KEY_STATUS_UNSPECIFIED',
        staff_hold: { start_time: json.paused_time, reason },
      })
      await liftHold(staff, { keyId, reason })
      expect(await works(credential)).toBe(true)
      expect((await door.call('GET', pathOf(kind, keyId))).json).not.toHaveProperty('staff_hold')
    }
  })

  it('works again by nothing that a program of its workspace can do', async () => {
    const own = await makeBelongings(door, door)
    await hold(own)
    // What takes something away comes last, so that everything before it has something to act on.
    const ends = ({ description: { method, path } }: AdminOperation) =>
      Number(method === 'delete' || /evoke$/.test(path))
    const writes = adminOperations.filter(({ access }) => access === 'write').sort((a, b) => ends(a) - ends(b))
    expect(writes.length).toBeGreaterThan(30)
    for (const operation of writes) {
      const { method, path, body } = sampleOf(operation, own)
      await door.call(method, path, body === undefined ? {} : { body })
      for (const kind of kinds) expect(await works(own[kind].credential), path).toBe(false)
    }
  })

  it('works again by no field of an update, named by a mask or not', async () => {
    const own = await makeBelongings(door, door)
    await hold(own)
    const { keyId, credential } = own.issued
    const fields = {
      status: 'KEY_STATUS_ACTIVE',
      paused_time: null,
      staff_hold: null,
      pausedTime: null,
      staffHold: null,
    }
    for (const [field, value] of Object.entries(fields)) {
      for (const query of ['', `?update_mask=${field}`, '?update_mask=*']) {
        await door.call('PATCH', `${pathOf('issued', keyId)}${query}`, { body: { [field]: value } })
      }
    }
    expect(await works(credential)).toBe(false)
  })

  it('is not deleted and brought along again, nor is one that staff revoked', async () => {
    const own = await makeBelongings(door, door)
    const { keyId, credential } = own.imported
    const refused = async () => {
      const deleted = await door.call('DELETE', pathOf('imported', keyId))
      expect([deleted.status, deleted.json.error.details[0].reason]).toEqual([409, 'STAFF_HOLD'])
      const body = { name: 'again', actor_id: 'a', raw_key: credential }
      expect((await door.call('POST', '/v2alpha1/admin/importedApiKeys', { body })).status).toBe(409)
      expect(await works(credential)).toBe(false)
    }
    await hold(own)
    await refused()
    await liftHold(staff, { keyId, reason })
    await revokeKey(staff, { keyId, revocationReason: 'key_compromise', reason })
    await refused()
    expect(await prisma().apiKey.count({ where: { id: keyId } })).toBe(1)
  })
})
