import { randomUUID } from 'node:crypto'
import type { StaffActor, StaffRole } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { type CreatedStaffToken, createStaffToken } from './create-token.ts'
import { createStaffTokenSchema } from './schema.ts'

/** Somebody of the staff, for tests against a real database. */
export async function makeStaff(role: StaffRole): Promise<StaffActor> {
  const email = `${role}-${randomUUID()}@example.com`
  const { id: userId } = await prisma().user.create({
    data: { email, name: role, passwordHash: 'none', staffRole: role },
    select: { id: true },
  })
  return { kind: 'staff', userId, label: email, role, tokenId: null, address: null, door: 'dashboard', requestId: null }
}

/** A token as they would make it; an empty list counts as confirmed. */
export async function makeStaffToken(
  holder: StaffActor,
  choice: { role?: StaffRole; allowedIps?: string } = {},
): Promise<CreatedStaffToken> {
  const { role = holder.role, allowedIps = '' } = choice
  const input = { name: 'Report', role, allowedIps, openToAny: allowedIps === '', expiresAt: null }
  const created = await createStaffToken(holder, createStaffTokenSchema.parse(input))
  if (!created.ok) throw new Error(created.message)
  return created.value
}
