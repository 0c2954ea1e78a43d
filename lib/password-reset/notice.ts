import type { Visitor } from '#lib/auth/visitor'
import { tellByMail } from './by-mail.ts'
import { changedMessage } from './messages.ts'

/** Tells the holder of an account that its password is another one now. Never throws. */
export function mailChangedNotice(email: string, { address }: Visitor): Promise<void> {
  return tellByMail(async () => ({ to: email, ...changedMessage(address) }))
}
