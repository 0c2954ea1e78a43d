import { Webhook } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'

export function NoWebhooksYet({ mayCreate }: { mayCreate: boolean }) {
  return (
    <EmptyState
      icon={<Webhook />}
      title="No webhook yet"
      description={
        mayCreate
          ? 'A webhook sends every alert to a program of yours, signed, and tries again when it does not answer.'
          : 'A webhook sends every alert to a program. Owners and admins of this workspace can create one.'
      }
      actions={
        mayCreate && (
          <ButtonLink href={paths.newWebhook()} variant="primary">
            Create webhook
          </ButtonLink>
        )
      }
    />
  )
}
