import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { PageHeader } from '#components/ui/page-header'
import { webhookCrumbs } from '#components/webhooks/crumbs'
import { EditWebhookForm } from '#components/webhooks/edit-webhook-form'
import { isAlertKind } from '#lib/alerts/kinds'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { getWebhook } from '#lib/webhooks/queries'
import { mayManageWebhooks } from '#lib/webhooks/rules'
import { update } from '../../actions.ts'
import { urlHint } from '../../url-hint.ts'

export const metadata: Metadata = { title: 'Edit webhook' }

export default async function EditWebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser()
  const webhook = await pageRead(getWebhook(user.workspaceId, (await params).id))
  if (webhook === null) notFound()
  if (!mayManageWebhooks(user)) redirect(paths.webhook(webhook.id))
  const { id, url, description, kinds, updatedAt } = webhook
  const name = description ?? new URL(url).host
  return (
    <>
      <PageHeader title={`Edit ${name}`} breadcrumbs={[...webhookCrumbs, { label: name, href: paths.webhook(id) }]} />
      <EditWebhookForm
        original={{
          ...{ webhookId: id, seenAt: updatedAt.toISOString(), url, description: description ?? '' },
          ...{ scope: kinds.length === 0 ? 'all' : 'some', kinds: kinds.filter(isAlertKind) },
        }}
        action={update}
        urlHint={urlHint()}
      />
    </>
  )
}
