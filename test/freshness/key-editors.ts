import type pg from 'pg'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { endBypass, openBypass } from '#lib/keys/bypass'
import { updateKey } from '#lib/keys/commands'
import { type ApiPlace, allConfirmed, askApi, bySql, type Editor, onlyEntry, patch, saved } from './editor.ts'

const KEYS = '/v2alpha1/admin/issuedApiKeys'

/** Saves as the dashboard's form does: by the command, with the version that is current. */
export function commandEditor(actor: Actor): Editor {
  return {
    name: 'command',
    leaves: 'one',
    async save(keyId, address) {
      const { name, version } = await prisma().apiKey.findUniqueOrThrow({
        where: { id: keyId },
        select: { name: true, version: true },
      })
      const wish = { keyId, version, name, allowedIps: onlyEntry(address), openToAny: false, confirmed: allConfirmed }
      await saved(updateKey(actor, wish))
    },
  }
}

export function sqlEditor(pool: pg.Pool): Editor {
  return bySql(pool, {
    name: 'sql',
    leaves: 'one',
    statement: 'UPDATE allowlist_entry SET network = $2 WHERE key_id = $1',
  })
}

/** Saves as a program does: by the admin API of a server. */
export function apiEditor(place: ApiPlace): Editor {
  return {
    name: 'api',
    leaves: 'one',
    save: (keyId, address) => patch(place, `${KEYS}/${keyId}`, { ip_restriction: { allowed_cidrs: [address] } }),
  }
}

const SQL_BYPASS = "bypass_from = now(), bypass_until = now() + interval '1 hour', bypass_reason = 'r', bypass_by = 'b'"
const SQL_NONE = 'bypass_from = NULL, bypass_until = NULL, bypass_reason = NULL, bypass_by = NULL'

/** Open the bypass of a key and end it, by each door. Each stands before the one that ends it. */
export function bypassEditors(actor: Actor, pool: pg.Pool, place: ApiPlace): Editor[] {
  const api = (keyId: string, verb: string, body = {}) =>
    askApi(place, { method: 'POST', path: `${KEYS}/${keyId}/allowlist${verb}`, body }).then(() => undefined)
  return [
    {
      name: 'bypass opened',
      leaves: 'anyone',
      save: (keyId) => saved(openBypass(actor, { keyId, minutes: 60, reason: 'freshness' })),
    },
    { name: 'bypass ended', leaves: 'as before', save: (keyId) => saved(endBypass(actor, { keyId })) },
    bySql(pool, {
      name: 'bypass opened by sql',
      leaves: 'anyone',
      statement: `UPDATE api_key SET ${SQL_BYPASS} WHERE id = $1`,
    }),
    bySql(pool, {
      name: 'bypass ended by sql',
      leaves: 'as before',
      statement: `UPDATE api_key SET ${SQL_NONE} WHERE id = $1`,
    }),
    {
      name: 'bypass opened by api',
      leaves: 'anyone',
      save: (keyId) => api(keyId, ':bypass', { duration: '60m', reason: 'freshness' }),
    },
    { name: 'bypass ended by api', leaves: 'as before', save: (keyId) => api(keyId, ':endBypass') },
  ]
}
