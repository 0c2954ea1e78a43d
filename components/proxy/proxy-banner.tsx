'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { announce } from '#components/ui/live-region'
import { TextLink } from '#components/ui/text-link'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import { SettingsBlock } from './settings-block.tsx'

export type ProxyBannerProps = {
  /** Names what is told; putting it away holds for just that. */
  finding: string
  isProblem: boolean
  summary: string
  meaning: string
  settings: readonly string[]
  /** Requests since this process began to count. */
  count: number
  dismiss: Action<{ finding: string }>
}

/** Tells staff that callers cannot be told apart, because a proxy is not set up. */
export function ProxyBanner({ finding, isProblem, summary, meaning, settings, count, dismiss }: ProxyBannerProps) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const putAway = async () => {
    setPending(true)
    const result = await attempt(dismiss, { finding })
    setPending(false)
    if (!result.ok) return toast({ title: 'Not dismissed', description: result.message, tone: 'danger' })
    announce('Dismissed. It comes back when something else is found.')
    router.refresh()
  }
  return (
    <section aria-label="Proxy set-up">
      <Callout
        tone={isProblem ? 'danger' : 'warning'}
        title={summary}
        actions={
          <>
            <ButtonLink href={paths.staffProxy()} size="small">
              See what the server sees
            </ButtonLink>
            <Button size="small" variant="ghost" pending={pending} onClick={putAway}>
              Dismiss
            </Button>
          </>
        }
      >
        <p>{meaning}</p>
        <SettingsBlock settings={settings} />
        <p className="text-muted">
          About {count.toLocaleString('en-US')} requests so far.{' '}
          <TextLink href={paths.docsPage('operate/behind-a-proxy')}>How to set up a proxy</TextLink>
        </p>
      </Callout>
    </section>
  )
}
