import type { Metadata } from 'next'
import { ResetPasswordForm } from '#components/account/reset-password-form'
import { resetPassword } from './actions.ts'

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' }

export default function ResetPasswordPage() {
  return <ResetPasswordForm action={resetPassword} />
}
