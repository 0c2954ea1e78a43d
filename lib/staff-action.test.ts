import { beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { StaffRole } from '#lib/audit/actor'
import type { SignedIn } from '#lib/auth/signed-in'
import { staffAction } from './staff-action.ts'

const request = { user: null as SignedIn | null }
vi.mock('next/headers', () => ({ headers: async () => new Headers({ 'sec-fetch-site': 'same-origin' }) }))
vi.mock('#lib/auth/current', () => ({ currentUser: async () => request.user }))

const HOUR = 3600
const schema = z.object({ name: z.string().min(1, 'Enter a name.') })
const run = vi.fn(async () => ({ ok: true as const, value: 'done' }))

const fresh = { ageSeconds: 60, secondFactorAt: new Date(), secondFactorAgeSeconds: 60 }
const person = (staffRole: StaffRole | null, more: Partial<SignedIn> = {}): SignedIn =>
  ({
    ...{ userId: 'u', email: 'sam@example.com', staffRole, session: fresh, hasSecondFactor: true },
    ...{ actor: { kind: 'user', userId: 'u', label: 'sam@example.com', role: 'owner', workspaceId: 'w' }, ...more },
  }) as SignedIn

const act = staffAction(schema, 'act', run)
const read = staffAction(schema, 'read', run)

beforeEach(() => run.mockClear())

test('runs for staff, who act in no workspace, and reads for auditors too', async () => {
  request.user = person('staff')
  expect(await act({ name: 'a' })).toEqual({ ok: true, value: 'done' })
  expect(run).toHaveBeenCalledWith(
    { name: 'a' },
    expect.objectContaining({ staff: expect.not.objectContaining({ workspaceId: 'w' }) }),
  )
  expect(run.mock.lastCall).toMatchObject([{}, { staff: { kind: 'staff', role: 'staff', tokenId: null } }])
  request.user = person('auditor')
  expect(await read({ name: 'a' })).toEqual({ ok: true, value: 'done' })
})

test('does not exist for who is not staff, whatever was sent', async () => {
  request.user = person(null)
  await expect(act({ name: 'a' })).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
  await expect(read({} as never)).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
  expect(run).not.toHaveBeenCalled()
})

test.each<[string, SignedIn | null]>([
  ['signed_out', null],
  ['reads_only', person('auditor')],
  ['second_factor_required', person('staff', { hasSecondFactor: false })],
  ['sign_in_again', person('staff', { session: { ...fresh, secondFactorAt: null, secondFactorAgeSeconds: null } })],
  ['sign_in_again', person('staff', { session: { ...fresh, secondFactorAgeSeconds: 13 * HOUR } })],
])('answers %s with a value, so that the form keeps what was typed', async (error, user) => {
  request.user = user
  expect(await act({ name: 'a' })).toEqual({ ok: false, error, message: expect.any(String) })
  expect(run).not.toHaveBeenCalled()
})

test('names the field that is wrong', async () => {
  request.user = person('staff')
  expect(await act({ name: '' })).toMatchObject({ error: 'invalid', fields: { name: 'Enter a name.' } })
})
