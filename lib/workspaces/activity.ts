import { auditActionLabel } from '#lib/audit/actions'
import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { asToldToCustomers } from '#lib/keys/event-history'
import { memberEventWords } from '#lib/members/event-words'

/** What was done in a workspace. `about`: what to, as that is called now. */
export type ActivityEvent = {
  id: string
  at: Date
  who: string
  label: string
  about: string | null
  /** Of the key, while there is one. */
  keyId: string | null
  address: string | null
  door: string
}

const PAGE = 50

/** Of the workspace itself. What people do to their own accounts is theirs, and what staff note is the staff's. */
const shown = ['key', 'list', 'ceiling', 'webhook', 'alert', 'token', 'policy', 'member', 'workspace']

type Row = Omit<ActivityEvent, 'label' | 'about'> & {
  action: string
  staffRole: string | null
  name: string | null
  before: unknown
  after: unknown
}

/** Newest first. `before`: the cursor that the page before ended with. */
export async function workspaceActivity(
  workspaceId: string,
  before: string | undefined,
): Promise<{ events: ActivityEvent[]; next: string | null }> {
  const older = /^\d{1,18}$/.test(before ?? '') ? Prisma.sql`AND e.id < ${before}::bigint` : Prisma.empty
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT e.id::text AS id, e.at, e.action, e.actor_label AS who, e.staff_role AS "staffRole", k.id::text AS "keyId",
      coalesce(k.name, l.name, t.name) AS name, host(e.address) AS address, e.door,
      CASE WHEN e.action LIKE 'member.%' THEN e.before END AS before,
      CASE WHEN e.action LIKE 'member.%' THEN e.after END AS after
    FROM audit_event e
    LEFT JOIN api_key k ON k.id = e.key_id AND k.workspace_id = e.workspace_id
    LEFT JOIN network_list l ON l.id = e.key_id AND l.workspace_id = e.workspace_id
    LEFT JOIN management_token t ON t.id = e.key_id AND t.workspace_id = e.workspace_id
    WHERE e.workspace_id = ${workspaceId}::uuid AND split_part(e.action, '.', 1) = ANY(${shown}::text[]) ${older}
    ORDER BY e.id DESC LIMIT ${PAGE + 1}`
  const events = rows.slice(0, PAGE).map(toEvent)
  return { events, next: rows.length > PAGE ? (events.at(-1)?.id ?? null) : null }
}

function toEvent({ action, who: actorLabel, staffRole, name, before, after, address, ...row }: Row): ActivityEvent {
  const about = action.startsWith('member.') ? memberEventWords(before, after) : name
  return { ...row, ...asToldToCustomers({ actorLabel, staffRole, address }), label: auditActionLabel(action), about }
}
