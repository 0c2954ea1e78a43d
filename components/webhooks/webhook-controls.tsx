'use client'

import type { Action } from '#components/form/action'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { paths } from '#lib/paths'
import { useDoing } from './doing.tsx'

type OfWebhook<Value = unknown> = Action<{ webhookId: string }, Value>

export type WebhookControlsProps = {
  webhookId: string
  isOn: boolean
  test: OfWebhook
  enable: OfWebhook
  switchOff: OfWebhook
}

/** What is done often: try it, change it, switch it on or off. */
export function WebhookControls({ webhookId, isOn, test, enable, switchOff }: WebhookControlsProps) {
  const testing = useDoing()
  const switching = useDoing()
  return (
    <>
      {isOn && (
        <Button
          variant="primary"
          pending={testing.pending}
          onClick={() => testing.run(test, { webhookId }, 'A test is on its way')}
        >
          Send test
        </Button>
      )}
      <ButtonLink href={paths.editWebhook(webhookId)}>Edit</ButtonLink>
      <Button
        pending={switching.pending}
        onClick={() =>
          isOn
            ? switching.run(switchOff, { webhookId }, 'The webhook is switched off')
            : switching.run(enable, { webhookId }, 'The webhook is switched on')
        }
      >
        {isOn ? 'Switch off' : 'Switch on'}
      </Button>
    </>
  )
}
