'use client'

import { useEffect, useRef } from 'react'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { CopyButton } from '#components/ui/copy-button'
import { Field } from '#components/ui/field'
import { TextLink } from '#components/ui/text-link'
import { confirmSchema } from '#lib/second-factor/schema'
import { CodeInput } from './code-input.tsx'
import type { DeviceSecret } from './enrol-steps.tsx'
import { QrPicture } from './qr-picture.tsx'

export type ScanStepProps = {
  secret: DeviceSecret
  action: Action<{ code: string }, readonly string[]>
  onConfirmed: (codes: readonly string[]) => void
  /** Back to the password: makes another secret. */
  onAgain: () => void
}

export function ScanStep({ secret, action, onConfirmed, onAgain }: ScanStepProps) {
  const form = useActionForm({ schema: confirmSchema, defaultValues: { code: '' }, action, onSuccess: onConfirmed })
  const heading = useRef<HTMLSpanElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <Section
      title={
        <span ref={heading} tabIndex={-1} className="outline-none">
          Add it to your app
        </span>
      }
      description="Scan the picture with your authenticator app, then enter the code that the app shows."
    >
      <div className="flex flex-col gap-6 sm:flex-row sm:items-start sm:gap-8">
        {secret.picture && <QrPicture {...secret.picture} label="QR code for your authenticator app" />}
        <div className="flex min-w-0 max-w-md flex-1 flex-col gap-6">
          <div>
            <h3 className="font-medium">Without a camera</h3>
            <p className="mt-0.5 text-muted">
              <TextLink href={secret.uri}>Open it in an app of this device</TextLink>, or type this key there:
            </p>
            <p className="mt-2 flex flex-wrap items-center gap-2">
              <code className="address rounded-lg border border-line bg-sunken px-3 py-2">{secret.typed}</code>
              <CopyButton text={secret.typed.replaceAll(' ', '')} label="Copy key" />
            </p>
          </div>
          <Form form={form} aria-label="First code">
            <Field label="Code" hint="Six digits; a new one comes every 30 seconds." error={form.error('code')}>
              <CodeInput {...form.text('code')} />
            </Field>
            <div className="flex flex-wrap gap-2">
              <SubmitButton form={form}>Turn on</SubmitButton>
              <Button onClick={onAgain}>Begin again</Button>
            </div>
          </Form>
        </div>
      </div>
    </Section>
  )
}
