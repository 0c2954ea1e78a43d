import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { WebhookRow } from '#lib/webhooks/views'
import { kindsWords } from '#lib/webhooks/words'
import { WebhookStatus } from './webhook-status.tsx'

export function WebhookTable({ webhooks, now }: { webhooks: readonly WebhookRow[]; now: Date }) {
  return (
    <Table label="Webhooks" stack>
      <TableHead>
        <ColumnHeader>Address</ColumnHeader>
        <ColumnHeader>Status</ColumnHeader>
        <ColumnHeader>Sends</ColumnHeader>
        <ColumnHeader>Last delivered</ColumnHeader>
        <ColumnHeader>Messages</ColumnHeader>
      </TableHead>
      <TableBody>
        {webhooks.map((webhook) => (
          <Row key={webhook.id}>
            <Cell className="max-w-96 max-sm:max-w-none">
              <div className="min-w-0">
                <Link
                  href={paths.webhook(webhook.id)}
                  className="wrap-anywhere rounded-sm font-medium hover:underline"
                  title={webhook.url}
                >
                  {webhook.description ?? webhook.url}
                </Link>
                {webhook.description !== null && (
                  <span className="block break-all text-muted text-xs">{webhook.url}</span>
                )}
              </div>
            </Cell>
            <Cell label="Status">
              <WebhookStatus webhook={webhook} />
            </Cell>
            <Cell label="Sends" className="max-sm:text-right">
              {kindsWords(webhook.kinds)}
            </Cell>
            <Cell label="Last delivered">
              {webhook.lastDeliveredAt === null ? (
                <span className="text-muted">Never</span>
              ) : (
                <Time instant={webhook.lastDeliveredAt} now={now} />
              )}
            </Cell>
            <Cell label="Messages" className="figures max-sm:text-right">
              {messagesOf(webhook)}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function messagesOf({ waiting, failed }: WebhookRow): string {
  const parts = [
    ...(waiting === 0 ? [] : [`${waiting.toLocaleString('en-US')} waiting`]),
    ...(failed === 0 ? [] : [`${failed.toLocaleString('en-US')} not delivered in 24 hours`]),
  ]
  return parts.length === 0 ? 'Nothing waits' : parts.join(', ')
}
