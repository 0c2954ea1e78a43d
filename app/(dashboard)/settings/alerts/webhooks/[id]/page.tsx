import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { DescriptionList } from '#components/ui/description-list'
import { PageHeader } from '#components/ui/page-header'
import { Time } from '#components/ui/time'
import { webhookCrumbs } from '#components/webhooks/crumbs'
import { DeleteWebhook } from '#components/webhooks/delete-webhook'
import { DeliveryLog } from '#components/webhooks/delivery-log'
import { RefreshWhile } from '#components/webhooks/refresh-while'
import { WebhookControls } from '#components/webhooks/webhook-controls'
import { WebhookNotices } from '#components/webhooks/webhook-notices'
import { WebhookStatus } from '#components/webhooks/webhook-status'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { getWebhook, listDeliveries } from '#lib/webhooks/queries'
import { mayManageWebhooks } from '#lib/webhooks/rules'
import type { WebhookDetail } from '#lib/webhooks/views'
import { kindsWords } from '#lib/webhooks/words'
import { enable, remove, sendAgain, switchOff, test } from '../actions.ts'

export const metadata: Metadata = { title: 'Webhook' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ before?: string | string[] }> }

export default async function WebhookPage({ params, searchParams }: Props) {
  const user = await requireUser()
  const [{ id }, { before }] = [await params, await searchParams]
  const webhook = await pageRead(getWebhook(user.workspaceId, id))
  if (webhook === null) notFound()
  const page = { webhookId: webhook.id, before: typeof before === 'string' ? before : undefined }
  const { deliveries, next, pending } = await pageRead(listDeliveries(user.workspaceId, page))
  const mayChange = mayManageWebhooks(user)
  const isOn = webhook.disabledAt === null
  return (
    <>
      <PageHeader
        title={webhook.description ?? new URL(webhook.url).host}
        badge={<WebhookStatus webhook={webhook} />}
        breadcrumbs={webhookCrumbs}
        actions={mayChange && <WebhookControls webhookId={webhook.id} {...{ isOn, test, enable, switchOff }} />}
      />
      <WebhookNotices webhook={webhook} />
      <Facts webhook={webhook} />
      <Section
        title="Messages"
        description="Kept for 30 days. A message that is not taken is tried again for nearly two days."
        flush={deliveries.length > 0}
        footer={next && <ButtonLink href={paths.webhook(webhook.id, { before: next })}>Older messages</ButtonLink>}
      >
        {deliveries.length === 0 ? (
          <p className="text-muted">
            {page.before === undefined
              ? 'Nothing has been sent yet. “Send test” shows whether messages arrive.'
              : 'No older messages.'}
          </p>
        ) : (
          <DeliveryLog
            {...{ deliveries }}
            webhookId={webhook.id}
            now={webhook.now}
            resend={mayChange && isOn ? sendAgain : null}
          />
        )}
      </Section>
      <RefreshWhile pending={pending} />
      {mayChange && (
        <Section title="Secret and removal">
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={paths.webhookSecret(webhook.id)}>Replace secret</ButtonLink>
            <DeleteWebhook webhookId={webhook.id} action={remove} />
          </div>
        </Section>
      )}
    </>
  )
}

function Facts({ webhook: { url, kinds, createdBy, createdAt } }: { webhook: WebhookDetail }) {
  return (
    <Section title="Where and what">
      <DescriptionList
        items={[
          { term: 'Address', details: <span className="address break-all">{url}</span> },
          { term: 'Sends', details: kindsWords(kinds) },
          {
            term: 'Created',
            details: (
              <>
                <Time instant={createdAt} show="time" /> by {createdBy}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
