import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { AlertsTabs } from '#components/alerts/alerts-tabs'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { NoWebhooksYet } from '#components/webhooks/no-webhooks'
import { WebhookTable } from '#components/webhooks/webhook-table'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { listWebhooks } from '#lib/webhooks/queries'
import { mayManageWebhooks } from '#lib/webhooks/rules'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function WebhooksPage() {
  const user = await requireUser()
  const { webhooks, now } = await pageRead(listWebhooks(user.workspaceId))
  const mayCreate = mayManageWebhooks(user)
  const isEmpty = webhooks.length === 0
  return (
    <>
      <AlertsTabs current="webhooks" />
      <PageHeader
        title="Webhooks"
        description="Alerts sent to your own programs, as signed requests by the Standard Webhooks specification."
        actions={mayCreate && !isEmpty && <CreateLink />}
      />
      <Card>{isEmpty ? <NoWebhooksYet mayCreate={mayCreate} /> : <WebhookTable {...{ webhooks, now }} />}</Card>
    </>
  )
}

function CreateLink() {
  return (
    <ButtonLink href={paths.newWebhook()} variant="primary">
      <Plus aria-hidden="true" />
      Create webhook
    </ButtonLink>
  )
}
