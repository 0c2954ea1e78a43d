'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLeaveGuard } from '#components/keys/leave-guard'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { Checkbox } from '#components/ui/checkbox'
import { CopyButton } from '#components/ui/copy-button'
import { announce } from '#components/ui/live-region'
import { PageHeader } from '#components/ui/page-header'

export type RecoveryCodesProps = {
  codes: readonly string[]
  /** Where to go when they are saved. */
  next: string
  onDone: () => void
}

const TICK_FIRST = 'Tick this when the codes are saved. They cannot be shown again.'

/** The only time they are shown. */
export function RecoveryCodes({ codes, next, onDone }: RecoveryCodesProps) {
  const router = useRouter()
  const guard = useLeaveGuard()
  const heading = useRef<HTMLSpanElement>(null)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    heading.current?.focus()
  }, [])

  const done = (event: FormEvent) => {
    event.preventDefault()
    if (!saved) {
      setProblem(TICK_FIRST)
      return announce(TICK_FIRST)
    }
    guard.release()
    router.push(next)
    router.refresh()
    onDone()
  }

  return (
    <>
      <PageHeader
        title={
          <span ref={heading} tabIndex={-1} className="outline-none">
            Save your recovery codes
          </span>
        }
        description="The second factor is on. These codes let you in when your device is lost, each of them once."
      />
      <Section title="Recovery codes" actions={<CopyButton text={codes.join('\n')} label="Copy codes" />}>
        <div className="flex flex-col gap-4">
          <Callout tone="warning" title="This is the only time they are shown">
            Keep them where you keep other secrets, but not on the device itself. Earlier codes work no more.
          </Callout>
          <ul aria-label="Recovery codes" className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code} className="address rounded-md bg-sunken px-3 py-2">
                {code}
              </li>
            ))}
          </ul>
        </div>
      </Section>
      <form onSubmit={done} noValidate className="flex flex-wrap items-start justify-between gap-4">
        <Checkbox
          label="I have saved them"
          description="Leaving this page takes them away for good."
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
        title="Leave without the recovery codes?"
        description="They cannot be shown again. Without them and without your device, only who runs the server can let you in."
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
