'use client'

import { useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Checkbox } from '#components/ui/checkbox'
import { Time } from '#components/ui/time'
import type { CallerAtRisk, Risk } from '#lib/allowlists/lockout'
import { confirmationOf, riskWords } from './risk-words.ts'

export type LockoutDialogProps = {
  /** Whom the change would refuse; null while nothing is asked. */
  risk: Risk | null
  pending: boolean
  /** `confirmed`: the addresses that may be refused, one a line, to be sent with the same change again. */
  onConfirm: (confirmed: string) => void
  onCancel: () => void
}

/** Asks before a change refuses who calls now, naming each of them. */
export function LockoutDialog({ risk, ...rest }: LockoutDialogProps) {
  return risk === null ? null : <Question key={confirmationOf(risk)} risk={risk} {...rest} />
}

function Question({ risk, pending, onConfirm, onCancel }: LockoutDialogProps & { risk: Risk }) {
  const [agreed, setAgreed] = useState(false)
  const [missing, setMissing] = useState(false)
  const { title, description, agreement, go } = riskWords(risk)
  const confirm = () => (agreed ? onConfirm(confirmationOf(risk)) : setMissing(true))
  return (
    <AlertDialog
      open
      onOpenChange={(open) => (open || pending ? undefined : onCancel())}
      title={title}
      description={description}
      size="medium"
      footer={
        <>
          <Button onClick={onCancel}>Go back</Button>
          <Button variant="danger" onClick={confirm} pending={pending}>
            {go}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <CallersAtRisk risk={risk} />
        <Checkbox
          label={agreement}
          checked={agreed}
          onChange={(event) => {
            setAgreed(event.target.checked)
            setMissing(false)
          }}
          error={missing ? 'Tick this to go on.' : undefined}
        />
      </div>
    </AlertDialog>
  )
}

/** More than this are counted. */
const NAMED = 8

function CallersAtRisk({ risk: { callers, ownAddress } }: { risk: Risk }) {
  // The dialog never stands on a page that the server made, so the browser's clock is at hand.
  const [now] = useState(() => new Date())
  const manyKeys = new Set(callers.map((caller) => caller.keyId)).size > 1
  const more = callers.length - NAMED
  return (
    <section
      aria-label="Would be refused"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-lg border border-line"
    >
      <ul className="divide-y divide-line">
        {callers.slice(0, NAMED).map((caller) => (
          <li key={`${caller.keyId} ${caller.address}`} className={line}>
            <Caller caller={caller} now={now} isOwn={caller.address === ownAddress} named={manyKeys} />
          </li>
        ))}
        {more > 0 && <li className={line}>and {more.toLocaleString('en-US')} more</li>}
        {ownAddress !== null && !callers.some((caller) => caller.address === ownAddress) && (
          <li className={line}>
            <span className="address wrap-anywhere font-semibold">{ownAddress}</span>
            <span className="text-muted">your own address</span>
          </li>
        )}
      </ul>
    </section>
  )
}

const line = 'figures flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-3.5 py-2'

type CallerProps = { caller: CallerAtRisk; now: Date; isOwn: boolean; named: boolean }

function Caller({ caller: { address, calls, lastAt, keyName }, now, isOwn, named }: CallerProps) {
  return (
    <>
      <span className="min-w-0">
        {address === null ? (
          <span className="font-semibold">Unknown address</span>
        ) : (
          <span className="address wrap-anywhere font-semibold">{address}</span>
        )}
        {isOwn && <span className="text-muted"> your own</span>}
        {named && <span className="wrap-anywhere block text-muted text-xs">with {keyName}</span>}
      </span>
      <span className="text-muted">
        called <Time instant={lastAt} now={now} />
        {calls > 1n && `, ${calls.toLocaleString('en-US')} times`}
      </span>
    </>
  )
}
