'use client'

import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { paths } from '#lib/paths'
import { webhookCrumbs } from './crumbs.tsx'
import { WebhookReveal } from './webhook-reveal.tsx'

export type ReplaceSecretProps = {
  webhook: { id: string; name: string }
  action: Action<{ webhookId: string }, { secret: string }>
}

/** What replacing does; then, in its place, the new secret, shown once. */
export function ReplaceSecret({ webhook: { id, name }, action }: ReplaceSecretProps) {
  const [secret, setSecret] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const replace = async () => {
    setPending(true)
    const result = await attempt(action, { webhookId: id })
    setPending(false)
    if (result.ok) setSecret(result.value.secret)
    else setProblem(result.message)
  }

  if (secret !== null) {
    const description = 'It signs from now on. For 24 hours the one before signs too.'
    return <WebhookReveal webhookId={id} name="The new secret" {...{ secret, description }} />
  }
  return (
    <>
      <PageHeader
        title="Replace the signing secret"
        breadcrumbs={[...webhookCrumbs, { label: name, href: paths.webhook(id) }]}
      />
      <Card>
        <div className="flex flex-col gap-4 px-5 py-5 sm:px-6 sm:py-6">
          <FormProblem message={problem} />
          <ol className="list-decimal space-y-1.5 pl-5">
            <li>A new secret is shown, once.</li>
            <li>For 24 hours every message carries two signatures: by the new secret, and by the one before.</li>
            <li>Give your receiver the new one within that time. No message is lost on the way.</li>
          </ol>
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.webhook(id)}>Cancel</ButtonLink>
          <Button variant="primary" pending={pending} onClick={replace}>
            Replace secret
          </Button>
        </CardFooter>
      </Card>
    </>
  )
}
