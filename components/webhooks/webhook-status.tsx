import { Badge } from '#components/ui/badge'

export function WebhookStatus({ webhook }: { webhook: { disabledAt: Date | null; problem: string | null } }) {
  if (webhook.disabledAt === null) {
    return (
      <Badge tone="success" dot>
        On
      </Badge>
    )
  }
  return (
    <Badge tone={webhook.problem === null ? 'neutral' : 'danger'} dot>
      Switched off
    </Badge>
  )
}
