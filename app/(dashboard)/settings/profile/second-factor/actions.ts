'use server'

import { atField, userAction } from '#lib/action'
import { qrCode, qrPath } from '#lib/qr/qr-code'
import { beginEnrolment, type ConfirmRefusal, confirmEnrolment } from '#lib/second-factor/enrol'
import type { ProofRefusal } from '#lib/second-factor/prove'
import { renewRecoveryCodes } from '#lib/second-factor/renew-codes'
import { beginSchema, confirmSchema, proofSchema } from '#lib/second-factor/schema'
import { turnOffSecondFactor } from '#lib/second-factor/turn-off'

const fieldOf = {
  wrong_password: 'password',
  wrong_code: 'code',
  code_used: 'code',
  too_many_attempts: null,
  already_on: null,
  not_begun: null,
} as const satisfies Record<ProofRefusal | ConfirmRefusal, string | null>

export const beginSecondFactor = userAction(beginSchema, async ({ password }, user) => {
  const begun = await beginEnrolment(user, password)
  if (!begun.ok) return atField(begun, fieldOf[begun.error])
  const grid = qrCode(begun.value.uri)
  const picture = grid === null ? null : { size: grid.size, path: qrPath(grid) }
  return { ok: true, value: { ...begun.value, picture } }
})

export const confirmSecondFactor = userAction(confirmSchema, async ({ code }, user) => {
  const confirmed = await confirmEnrolment(user, code)
  return confirmed.ok ? confirmed : atField(confirmed, fieldOf[confirmed.error])
})

export const renewCodes = userAction(proofSchema, async (proof, user) => {
  const renewed = await renewRecoveryCodes(user, proof)
  return renewed.ok ? renewed : atField(renewed, fieldOf[renewed.error])
})

export const turnOff = userAction(proofSchema, async (proof, user) => {
  const done = await turnOffSecondFactor(user, proof)
  return done.ok ? done : atField(done, fieldOf[done.error])
})
