import { bareRecoveryCode } from './recovery-codes.ts'
import { codeDigits } from './totp.ts'

export type TypedCode = { kind: 'app'; digits: string } | { kind: 'recovery'; bare: string }

const digitsOnly = new RegExp(`^\\d{${codeDigits}}$`)

/** One field takes both: the digits of an app, with or without a gap, and a recovery code. Null for neither. */
export function readCode(text: string): TypedCode | null {
  const digits = text.replace(/[\s-]/g, '')
  if (digitsOnly.test(digits)) return { kind: 'app', digits }
  const bare = bareRecoveryCode(text)
  return bare === null ? null : { kind: 'recovery', bare }
}
