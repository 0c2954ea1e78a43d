'use client'

import { SecretReveal } from '#components/keys/secret-reveal'
import { CodeBlock } from '#components/ui/code-block'
import { paths } from '#lib/paths'

export type WebhookRevealProps = { webhookId: string; name: string; secret: string; description?: string }

/** The signing secret, the only time that it is shown. */
export function WebhookReveal({ webhookId, name, secret, description }: WebhookRevealProps) {
  return (
    <SecretReveal
      {...{ name, secret }}
      subject="secret"
      label="Signing secret"
      next={paths.webhook(webhookId)}
      description={description ?? 'Your receiver checks by it that a message came from here.'}
      storage="It is kept encrypted, to sign with, and no page shows it again."
      ifLost="If it is lost, replace it on the webhook’s page."
    >
      <CodeBlock label=".env" copyLabel="Copy .env line" code={`GATELIST_WEBHOOK_SECRET=${secret}`} />
    </SecretReveal>
  )
}
