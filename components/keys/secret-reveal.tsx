'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { Checkbox } from '#components/ui/checkbox'
import { CopyButton } from '#components/ui/copy-button'
import { announce } from '#components/ui/live-region'
import { useLeaveGuard } from './leave-guard.tsx'

export type SecretRevealProps = {
  /** What was made, in the singular: "key". */
  subject: string
  /** What its field is called. */
  label: string
  name: string
  secret: string
  /** Where to go when it is saved. */
  next: string
  title?: string
  /** From when it works. */
  description?: ReactNode
  /** What is kept of it here. */
  storage?: string
  ifLost?: string
  /** What to do with it, ready to be copied. */
  children: ReactNode
}

/** The only time a secret is shown. It lives in its caller's memory and goes with it. */
export function SecretReveal(props: SecretRevealProps) {
  const { subject, label, name, secret, next, children } = props
  const { title = `${name} is ready`, description = 'It works from this moment on.' } = props
  const { storage = 'It is not stored here and cannot be recovered.' } = props
  const { ifLost = 'If it is lost, make a new one and revoke this one.' } = props
  const router = useRouter()
  const guard = useLeaveGuard()
  const heading = useRef<HTMLHeadingElement>(null)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    heading.current?.focus()
  }, [])

  const done = (event: FormEvent) => {
    event.preventDefault()
    if (!saved) {
      setProblem(`Tick this when the ${subject} is saved. It cannot be shown again.`)
      return announce(`Tick “I have saved it” first. The ${subject} cannot be shown again.`)
    }
    guard.release()
    router.push(next)
    router.refresh()
  }

  return (
    <>
      <header>
        <h1 ref={heading} tabIndex={-1} className="break-words font-semibold text-2xl outline-none">
          {title}
        </h1>
        <p className="mt-1 text-muted">Save the {subject} now, where your other secrets are.</p>
      </header>
      <Section title={`Your ${subject}`} description={description}>
        <div className="flex flex-col gap-4">
          <Callout tone="warning" title={`This is the only time the ${subject} is shown`}>
            {storage} {ifLost}
          </Callout>
          <SecretField subject={subject} label={label} secret={secret} />
          {children}
        </div>
      </Section>
      <form onSubmit={done} noValidate className="flex flex-wrap items-start justify-between gap-4">
        <Checkbox
          label="I have saved it"
          description={`Leaving this page takes the ${subject} away for good.`}
          error={problem}
          checked={saved}
          onChange={(event) => {
            setSaved(event.target.checked)
            setProblem(null)
          }}
        />
        <Button type="submit" variant="primary">
          Done
        </Button>
      </form>
      <AlertDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title={`Leave without the ${subject}?`}
        description={`The ${subject} cannot be shown again. If you have not saved it, stay and copy it first.`}
        footer={
          <>
            <Button variant="danger" onClick={guard.leave}>
              Leave
            </Button>
            <Button variant="primary" onClick={guard.stay}>
              Stay
            </Button>
          </>
        }
      />
    </>
  )
}

type SecretFieldProps = { subject: string; label: string; secret: string }

/** A field, so that a press selects the whole secret even where copying by button is not allowed. */
function SecretField({ subject, label, secret }: SecretFieldProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <textarea
          id={id}
          readOnly
          rows={1}
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          autoComplete="off"
          spellCheck={false}
          className="address field-sizing-content min-w-0 flex-1 basis-64 resize-none break-all rounded-lg border border-field bg-sunken px-3 py-2 text-ink"
        />
        <CopyButton text={secret} label={`Copy ${subject}`} />
      </div>
    </div>
  )
}
