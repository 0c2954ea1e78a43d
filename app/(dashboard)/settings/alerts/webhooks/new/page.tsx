import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CreateWebhook } from '#components/webhooks/create-webhook'
import { requireUser } from '#lib/auth/guards'
import { paths } from '#lib/paths'
import { mayManageWebhooks } from '#lib/webhooks/rules'
import { create } from '../actions.ts'
import { urlHint } from '../url-hint.ts'

export const metadata: Metadata = { title: 'Create webhook' }

export default async function NewWebhookPage() {
  const user = await requireUser()
  if (!mayManageWebhooks(user)) redirect(paths.webhooks())
  return <CreateWebhook action={create} urlHint={urlHint()} />
}
