import type pg from 'pg'
import type { Actor, StaffActor } from '#lib/audit/actor'
import { pauseKey, resumeKey } from '#lib/keys/commands'
import { pauseKey as holdKey, liftHold } from '#lib/staff-acts/commands'
import { type ApiPlace, askApi, bySql, type Editor, saved } from './editor.ts'

const reason = 'Freshness is measured'

/** Stop a key and let it go on, as its owner does, as staff do, and by plain SQL. */
export function pauseEditors(actor: Actor, staff: StaffActor, pool: pg.Pool): Editor[] {
  return [
    { name: 'paused', leaves: 'nobody', save: (keyId) => saved(pauseKey(actor, { keyId })) },
    { name: 'resumed', leaves: 'as before', save: (keyId) => saved(resumeKey(actor, { keyId })) },
    { name: 'held by staff', leaves: 'nobody', save: (keyId) => saved(holdKey(staff, { keyId, reason })) },
    { name: 'hold lifted by staff', leaves: 'as before', save: (keyId) => saved(liftHold(staff, { keyId, reason })) },
    bySql(pool, {
      name: 'paused by sql',
      leaves: 'nobody',
      statement: 'UPDATE api_key SET paused_at = now() WHERE id = $1',
    }),
    bySql(pool, {
      name: 'resumed by sql',
      leaves: 'as before',
      statement: 'UPDATE api_key SET paused_at = NULL WHERE id = $1',
    }),
  ]
}

/** The same by the API of the staff, at a server. */
export function staffApiEditors(place: ApiPlace): Editor[] {
  const act = (keyId: string, verb: string) =>
    askApi(place, { method: 'POST', path: `/v2alpha1/staff/keys/${keyId}${verb}`, body: { reason } }).then(
      () => undefined,
    )
  return [
    { name: 'held by the staff api', leaves: 'nobody', save: (keyId) => act(keyId, ':pause') },
    { name: 'hold lifted by the staff api', leaves: 'as before', save: (keyId) => act(keyId, ':resume') },
  ]
}
