import { randomUUID } from 'node:crypto'
import type { StaffActor } from '#lib/audit/actor'
import { authCookies } from '#lib/auth/cookies'
import { sealSession } from '#lib/auth/session-token'
import { openSession } from '#lib/auth/sessions'
import { closeDatabase, transaction } from '#lib/db'
import { env } from '#lib/env'
import { createStaffToken } from '#lib/staff-tokens/create-token'
import { createStaffTokenSchema } from '#lib/staff-tokens/schema'

/** What a member of staff shows at the pages' door, and at the API's. */
export type Entered = { readonly cookie: string; readonly token: string }

/** A new member of staff, signed in, with a token. */
export async function enterAsStaff(): Promise<Entered> {
  const email = `measuring-${randomUUID()}@example.com`
  const account = await transaction(async (tx) => {
    const { id: workspaceId } = await tx.workspace.create({ data: { name: 'Measuring' }, select: { id: true } })
    const data = { email, name: 'Measuring', passwordHash: 'none', staffRole: 'staff' } as const
    const { id, sessionVersion } = await tx.user.create({
      data: { ...data, staffSince: new Date(), memberships: { create: { workspaceId, role: 'owner' } } },
      select: { id: true, sessionVersion: true },
    })
    return { userId: id, sessionVersion }
  })
  const visitor = { address: '127.0.0.1', userAgent: null, requestId: null }
  const claims = await transaction((tx) => openSession(tx, account, visitor))
  const cookie = `${authCookies(env().appUrl).sessionToken.name}=${await sealSession(claims)}`
  const token = await tokenOf({ userId: account.userId, label: email })
  await closeDatabase()
  return { cookie, token }
}

async function tokenOf({ userId, label }: { userId: string; label: string }): Promise<string> {
  const origin = { address: '127.0.0.1', door: 'server', requestId: null } as const
  const actor: StaffActor = { kind: 'staff', userId, label, role: 'staff', tokenId: null, ...origin }
  const input = { name: 'measuring', role: 'staff', allowedIps: '', openToAny: true, expiresAt: null }
  const created = await createStaffToken(actor, createStaffTokenSchema.parse(input))
  if (!created.ok) throw new Error(created.message)
  return created.value.secret
}
