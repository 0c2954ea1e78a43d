import { randomInt } from 'node:crypto'
import type pg from 'pg'
import type { Actor, StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { revokeKey } from '#lib/keys/commands'
import { revokeKey as revokeForStaff } from '#lib/staff-acts/commands'
import { type ApiPlace, askApi, bySql, type Editor, saved } from './editor.ts'

/** Revokes as the dashboard does: a key that is in use must be named. */
export function commandRevoker(actor: Actor): Editor {
  return {
    name: 'command',
    leaves: 'revoked',
    async save(keyId) {
      const { name } = await prisma().apiKey.findUniqueOrThrow({ where: { id: keyId }, select: { name: true } })
      await saved(revokeKey(actor, { keyId, confirmName: name }))
    },
  }
}

export function sqlRevokers(pool: pg.Pool): Editor[] {
  return [
    bySql(pool, { name: 'sql', leaves: 'revoked', statement: 'UPDATE api_key SET revoked_at = now() WHERE id = $1' }),
    bySql(pool, { name: 'deleted by sql', leaves: 'revoked', statement: 'DELETE FROM api_key WHERE id = $1' }),
  ]
}

export function staffRevoker(staff: StaffActor): Editor {
  const why = { revocationReason: 'key_compromise', reason: 'Freshness is measured' } as const
  return { name: 'staff', leaves: 'revoked', save: (keyId) => saved(revokeForStaff(staff, { keyId, ...why })) }
}

export function apiRevoker(place: ApiPlace): Editor {
  return asked('api', place, (keyId) => ({ path: `/v2alpha1/admin/issuedApiKeys/${keyId}:revoke` }))
}

export function staffApiRevoker(place: ApiPlace): Editor {
  const body = { revocation_reason: 'key_compromise', reason: 'Freshness is measured' }
  return asked('staff api', place, (keyId) => ({ path: `/v2alpha1/staff/keys/${keyId}:revoke`, body }))
}

/** By who holds the key, from somewhere else each time: one address may try this a hundred times in a while. */
export function holderRevoker(url: string, secretOf: (keyId: string) => string): Editor {
  return {
    name: 'its holder',
    leaves: 'revoked',
    async save(keyId) {
      const headers = { 'X-Forwarded-For': `203.0.${randomInt(256)}.${randomInt(256)}` }
      const path = '/v2alpha1/apiKeys:selfRevoke'
      await askApi({ url, token: '' }, { method: 'POST', path, body: { credential: secretOf(keyId) }, headers })
    },
  }
}

function asked(name: string, place: ApiPlace, of: (keyId: string) => { path: string; body?: object }): Editor {
  return {
    name,
    leaves: 'revoked',
    save: async (keyId) => void (await askApi(place, { method: 'POST', ...of(keyId) })),
  }
}
