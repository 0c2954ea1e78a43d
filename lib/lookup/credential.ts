import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { inspectSecret, looksIssued, possessionDigest } from '#lib/keys/secret'
import { readHint } from './hint.ts'
import { lookupKeyOf, readKeyFacts } from './read-keys.ts'
import type { LookupKey } from './views.ts'

/** A management token or a staff token that was taken for a key. `workspace` null: of staff. */
export type FoundToken = { id: string; name: string; workspace: string | null; owner: string | null }

/**
 * `secret`: it is the whole secret of these. `foreign`: it is written like one of ours, and was not issued here. `hint`: these have
 * such a beginning or end. `nothing`: neither.
 */
export type CredentialAnswer = {
  how: 'secret' | 'foreign' | 'hint' | 'nothing'
  keys: LookupKey[]
  tokens: FoundToken[]
  isMore: boolean
}

const MOST_FOUND = 50

/**
 * Whose secret, or part of one, a text is, in all workspaces. The text is neither stored nor logged; that somebody looked, and what was
 * found, is in the audit trail.
 */
export function lookUpCredential(actor: StaffActor, text: string): Promise<CredentialAnswer> {
  return transaction(async (tx) => {
    const answer = await find(tx, text.trim().replace(/^bearer\s+/i, ''))
    const keys = answer.keys.map(({ id }) => id)
    const tokens = answer.tokens.map(({ id }) => id)
    const after = { how: answer.how, keys, tokens }
    await record(tx, { actor, action: 'staff.look_up_secret', workspaceId: null, after })
    return answer
  })
}

async function find(tx: Tx, text: string): Promise<CredentialAnswer> {
  const inspected = inspectSecret(text)
  const ids = await keysOfSecret(tx, {
    possession: possessionDigest(text),
    issued: inspected.ok ? inspected.digestHex : null,
  })
  const tokens = inspected.ok ? await tokensOf(tx, inspected.digestHex) : []
  if (ids.length + tokens.length > 0) return { how: 'secret', ...(await shown(tx, ids)), tokens }
  if (looksIssued(text)) return { how: 'foreign', keys: [], tokens: [], isMore: false }
  const hint = readHint(text)
  if (hint === null) return { how: 'nothing', keys: [], tokens: [], isMore: false }
  return { how: 'hint', ...(await shown(tx, await keysOfHint(tx, hint))), tokens: [] }
}

async function keysOfSecret(tx: Tx, digests: { possession: string; issued: string | null }): Promise<string[]> {
  const issued = digests.issued === null ? null : Buffer.from(digests.issued, 'hex')
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM api_key WHERE kind = 'imported' AND possession_digest = ${Buffer.from(digests.possession, 'hex')}
    UNION ALL SELECT id::text FROM api_key WHERE kind = 'issued' AND digest = ${issued}
    ORDER BY id DESC LIMIT ${MOST_FOUND + 1}`
  return rows.map(({ id }) => id)
}

function tokensOf(tx: Tx, digestHex: string): Promise<FoundToken[]> {
  const digest = Buffer.from(digestHex, 'hex')
  return tx.$queryRaw<FoundToken[]>`
    SELECT t.id::text AS id, t.name, w.name AS workspace, o.email AS owner FROM management_token t
      JOIN workspace w ON w.id = t.workspace_id LEFT JOIN user_account o ON o.id = t.created_by_id WHERE t.digest = ${digest}
    UNION ALL SELECT t.id::text, t.name, NULL, o.email FROM staff_token t JOIN user_account o ON o.id = t.user_id
    WHERE t.digest = ${digest}`
}

async function keysOfHint(
  tx: Tx,
  { displayPrefix, lastFour }: { displayPrefix: string | null; lastFour: string | null },
): Promise<string[]> {
  const parts = [
    ...(displayPrefix === null ? [] : [Prisma.sql`display_prefix = ${displayPrefix}`]),
    ...(lastFour === null ? [] : [Prisma.sql`last_four = ${lastFour}`]),
  ]
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM api_key WHERE ${Prisma.join(parts, ' AND ')} ORDER BY created_at DESC, id DESC LIMIT ${MOST_FOUND + 1}`
  return rows.map(({ id }) => id)
}

async function shown(tx: Tx, ids: readonly string[]): Promise<{ keys: LookupKey[]; isMore: boolean }> {
  const facts = await readKeyFacts(tx, { ids: ids.slice(0, MOST_FOUND), networks: [], ended: true })
  const keys = ids.flatMap((id) => {
    const key = facts.get(id)
    return key === undefined ? [] : [lookupKeyOf(key)]
  })
  return { keys, isMore: ids.length > MOST_FOUND }
}
