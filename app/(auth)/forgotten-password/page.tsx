import type { Metadata } from 'next'
import { connection } from 'next/server'
import { ForgottenPasswordForm } from '#components/account/forgotten-password-form'
import { ForgottenPasswordHelp } from '#components/account/forgotten-password-help'
import { isMailOn } from '#lib/mail/send'
import { askForReset } from './actions.ts'

export const metadata: Metadata = { title: 'Forgotten password' }

export default async function ForgottenPasswordPage() {
  // Whether there is a mail server is known where this runs, not where it was built.
  await connection()
  return isMailOn() ? <ForgottenPasswordForm action={askForReset} /> : <ForgottenPasswordHelp />
}
