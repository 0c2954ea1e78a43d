import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { ReplaceSecret } from '#components/webhooks/replace-secret'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { getWebhook } from '#lib/webhooks/queries'
import { mayManageWebhooks } from '#lib/webhooks/rules'
import { replace } from '../../actions.ts'

export const metadata: Metadata = { title: 'Replace secret' }

export default async function ReplaceSecretPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser()
  const webhook = await pageRead(getWebhook(user.workspaceId, (await params).id))
  if (webhook === null) notFound()
  if (!mayManageWebhooks(user)) redirect(paths.webhook(webhook.id))
  const { id, url, description } = webhook
  return <ReplaceSecret webhook={{ id, name: description ?? new URL(url).host }} action={replace} />
}
