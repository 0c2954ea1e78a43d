import type { OperatorActor } from '#lib/audit/actor'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { changeSecret, finishChange, lockedStanding, secondsUntilSettled } from '#lib/secrets/change'
import { followInstallation } from '#lib/secrets/installation'
import { type Place, resealRows, START } from '#lib/secrets/reseal-rows'

export type SecretRotation = {
  /** `waiting`: until every process has gone over; call again after so many seconds. `resealing`: call again with `next`. */
  readonly state: 'waiting' | 'resealing' | 'done'
  readonly waitSeconds: number
  readonly next: Place | null
  readonly resealed: number
  readonly unreadable: readonly string[]
}

export type SecretRotationRefusal = 'no_secret_change' | 'secret_mismatch'

type Begun = { readonly state: 'done' | 'resealing' } | { readonly state: 'waiting'; readonly waitSeconds: number }

/**
 * One step of the way from GATELIST_SECRET_PREVIOUS to GATELIST_SECRET; whoever asked calls again until it is `done`. It can be
 * broken off anywhere, begun anew, and asked of any process.
 */
export async function rotateSecrets(
  actor: OperatorActor,
  { next }: { next?: Place | undefined },
): Promise<Result<SecretRotation, SecretRotationRefusal>> {
  const begun = await transaction((tx) => begin(tx, actor))
  if (!begun.ok) return begun
  await followInstallation()
  const nothing = { waitSeconds: 0, next: null, resealed: 0, unreadable: [] }
  if (begun.value.state !== 'resealing') return ok({ ...nothing, ...begun.value })
  const pass = await resealRows(next ?? START)
  if (pass.next !== null) return ok({ ...nothing, ...pass, state: 'resealing' })
  await transaction(async (tx) => {
    const { row, standing } = await lockedStanding(tx)
    if (standing.outcome === 'changing') await finishChange(tx, actor, row)
  })
  await followInstallation()
  return ok({ ...nothing, ...pass, state: 'done' })
}

async function begin(
  tx: Parameters<typeof lockedStanding>[0],
  actor: OperatorActor,
): Promise<Result<Begun, SecretRotationRefusal>> {
  const { row, standing } = await lockedStanding(tx)
  if (standing.outcome === 'settled')
    return standing.previousIs === 'no_longer_needed' ? ok({ state: 'done' }) : refuse('no_secret_change', NO_CHANGE)
  if (standing.outcome === 'before') await changeSecret(tx, actor, row)
  else if (standing.outcome !== 'changing') return refuse('secret_mismatch', MISMATCH)
  const waitSeconds = await secondsUntilSettled(tx)
  return ok(waitSeconds > 0 ? { state: 'waiting', waitSeconds } : { state: 'resealing' })
}

const NO_CHANGE =
  'There is nothing to change: start every process with the new secret in GATELIST_SECRET and the present one in GATELIST_SECRET_PREVIOUS first.'
const MISMATCH =
  'The master secrets of this process do not fit the installation. Start it again; it says what is wrong.'
