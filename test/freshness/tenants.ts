import { randomUUID } from 'node:crypto'
import type { ListEntry } from '#lib/allowlists/allowed-ips'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { createKey } from '#lib/keys/commands'
import { newSecret } from '#lib/keys/secret'
import { patiently } from './editor.ts'
import type { VerifiedKey } from './recorder.ts'

/** A workspace: its owner, and a management token of it. */
export type Tenant = { readonly actor: Actor; readonly token: string }

export async function makeTenant(): Promise<Tenant> {
  const actor = await patiently(makeActor)
  return { actor, token: await patiently(() => makeToken(actor.workspaceId)) }
}

async function makeToken(workspaceId: string): Promise<string> {
  const { secret, displayPrefix, lastFour, digest } = newSecret('gl_mgmt')
  await prisma().managementToken.create({
    data: {
      ...{ workspaceId, name: 'freshness', role: 'write', accessMode: 'open', displayPrefix, lastFour },
      digest: Uint8Array.from(digest),
    },
    select: { id: true },
  })
  return secret
}

async function makeActor(): Promise<Actor> {
  const label = `${randomUUID()}@example.com`
  const { id: userId } = await prisma().user.create({
    data: { email: label, name: 'Owner', passwordHash: 'none' },
    select: { id: true },
  })
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'W' }, select: { id: true } })
  return { kind: 'user', userId, label, workspaceId, role: 'owner', address: null, door: 'dashboard', requestId: null }
}

type Listing = { readonly allowedIps?: readonly ListEntry[]; readonly listIds?: string[] }

export async function makeKey(
  { actor, token }: Tenant,
  { allowedIps = [], listIds = [] }: Listing,
): Promise<VerifiedKey & { readonly id: string }> {
  const wish = { name: 'k', allowedIps, listIds, openToAny: false, expiresAt: null }
  const created = await patiently(() => createKey(actor, wish))
  if (!created.ok) throw new Error(created.message)
  return { id: created.value.id, secret: created.value.secret, token }
}
