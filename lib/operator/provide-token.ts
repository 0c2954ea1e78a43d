import type { OperatorActor } from '#lib/audit/actor'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { createTokenIn, revokeTokenIn } from '#lib/management-tokens/commands'
import { listText } from '#lib/management-tokens/networks'
import type { TokenRole } from '#lib/management-tokens/rules'
import type { ProvideTokenInput } from './schema.ts'
import { namedWorkspace, takeTurn, type Workspace, type WorkspaceRefusal } from './workspace.ts'

/** `secret` is empty for a token that was there already: it is shown once, when it is made. */
export type ProvidedToken = { created: boolean; token: TokenStanding; secret: string }

export type TokenStanding = {
  id: string
  name: string
  role: TokenRole
  workspace: Workspace
  expiresAt: Date | null
  /** In canonical text, one network each. */
  allowedCidrs: string[]
}

/** A token of this name in this workspace: the one that works already, or else, and with `replace` always, a new one. */
export function provideToken(
  actor: OperatorActor,
  input: ProvideTokenInput,
): Promise<Result<ProvidedToken, WorkspaceRefusal | 'too_many'>> {
  return transaction(async (tx) => {
    await takeTurn(tx)
    const found = await namedWorkspace(tx, actor, input)
    if (found === undefined) return refuse('workspace_unnamed', 'Name the workspace by workspace or workspace_id.')
    if (!found.ok) return found
    const workspace = found.value
    const live = await liveTokensOf(tx, workspace.id, input.name)
    const [latest] = live
    if (latest !== undefined && !input.replace)
      return ok({ created: false, token: standing(latest, workspace), secret: '' })
    for (const { id } of live) await revokeTokenIn(tx, { workspaceId: workspace.id, actor }, id)
    const maker = { workspaceId: workspace.id, userId: null, actor }
    const expiresAt = input.ttl === undefined ? null : await endOf(tx, input.ttl)
    const { name, role, allowed_cidrs: allowedIps } = input
    const made = await createTokenIn(tx, maker, { name, role, allowedIps, expiresAt })
    if (!made.ok) return made
    const { secret, ...token } = made.value
    return ok({ created: true, token: { ...token, workspace, allowedCidrs: linesOf(token.allowedIps) }, secret })
  })
}

/** By the database's clock, which is what tokens are judged by. */
async function endOf(tx: Tx, ttlSeconds: number): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT now() + make_interval(secs => ${ttlSeconds}) AS at`
  if (row === undefined) throw new Error('the database has no time')
  return row.at
}

type Row = { id: string; name: string; role: TokenRole; networks: string[]; expiresAt: Date | null }

/** The latest first. In the dashboard names may repeat. */
function liveTokensOf(tx: Tx, workspaceId: string, name: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT id::text AS id, name, role::text AS role, networks, expires_at AS "expiresAt" FROM management_token
    WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > now())
    ORDER BY created_at DESC, id DESC`
}

function standing({ networks, ...token }: Row, workspace: Workspace): TokenStanding {
  return { ...token, workspace, allowedCidrs: linesOf(listText(networks)) }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n')
}
