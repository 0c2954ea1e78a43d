'use client'

import { Ban, MessageSquareWarning, Pause, Play, StickyNote } from 'lucide-react'
import { useState } from 'react'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import type { KeyActName } from '#lib/staff-acts/rules'
import { holdKeySchema, liftHoldSchema } from '#lib/staff-acts/schema'
import { type AskAction, AskDialog } from './ask-dialog.tsx'
import { type NoteAction, NoteDialog } from './note-dialog.tsx'
import { type ReasonAct, ReasonDialog } from './reason-dialog.tsx'
import { type RevokeAction, RevokeDialog } from './revoke-dialog.tsx'

export type KeyActActions = {
  pause: ReasonAct<'keyId'>
  lift: ReasonAct<'keyId'>
  revoke: RevokeAction
  note: NoteAction
  ask: AskAction
}

export type KeyActsBarProps = {
  subject: { id: string; name: string }
  /** What can be done now. */
  offered: readonly KeyActName[]
  /** The one whose question is open at first. */
  first: KeyActName | null
  isInUse: boolean
  takesTwo: boolean
  actions: KeyActActions
}

const looks = {
  pause: { label: 'Pause', Icon: Pause, tone: '' },
  lift: { label: 'Lift the hold', Icon: Play, tone: '' },
  ask: { label: 'Ask the owner', Icon: MessageSquareWarning, tone: '' },
  note: { label: 'Add a note', Icon: StickyNote, tone: '' },
  revoke: { label: 'Revoke', Icon: Ban, tone: 'text-danger-ink' },
} as const satisfies Record<KeyActName, object>

const order = ['pause', 'lift', 'ask', 'note', 'revoke'] as const satisfies readonly KeyActName[]

/** What staff can do to a key. Each asks why before it does anything. */
export function KeyActsBar(props: KeyActsBarProps) {
  const hydrated = useHydrated()
  const [open, setOpen] = useState(props.first)
  return (
    <>
      {order.map((name) => {
        if (!props.offered.includes(name)) return null
        const { label, Icon, tone } = looks[name]
        return (
          <Button key={name} onClick={() => setOpen(name)} disabled={!hydrated} className={tone}>
            <Icon aria-hidden="true" />
            {label}
          </Button>
        )
      })}
      {open !== null && <Question {...props} name={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Question(props: KeyActsBarProps & { name: KeyActName; onClose: () => void }) {
  const { name, subject, actions, isInUse, takesTwo, onClose } = props
  if (name === 'revoke') return <RevokeDialog {...{ subject, isInUse, takesTwo, onClose }} action={actions.revoke} />
  if (name === 'note') return <NoteDialog {...{ subject, onClose }} action={actions.note} />
  if (name === 'ask') return <AskDialog {...{ subject, onClose }} action={actions.ask} />
  return name === 'pause' ? <PauseDialog {...props} /> : <LiftDialog {...props} />
}

function PauseDialog({ subject, isInUse, actions, onClose }: KeyActsBarProps & { onClose: () => void }) {
  const use = isInUse ? 'It was used in the last 24 hours: whatever uses it stops working at once. ' : ''
  return (
    <ReasonDialog
      schema={holdKeySchema}
      action={actions.pause}
      of={{ keyId: subject.id }}
      title={`Pause ${subject.name}?`}
      description={`${use}Every call with it is refused until staff lift this. The owner cannot resume it.`}
      hint="The owner reads it. Never paste a secret."
      submitLabel="Pause"
      variant="danger"
      done={{ title: `${subject.name} is paused`, description: 'Its next call is refused.' }}
      onClose={onClose}
    />
  )
}

function LiftDialog({ subject, actions, onClose }: KeyActsBarProps & { onClose: () => void }) {
  return (
    <ReasonDialog
      schema={liftHoldSchema}
      action={actions.lift}
      of={{ keyId: subject.id }}
      title={`Lift the hold of ${subject.name}?`}
      description="It works again as its owner left it. If they had paused it, it stays paused."
      hint="The owner reads it."
      submitLabel="Lift the hold"
      done={{ title: `The hold of ${subject.name} is lifted` }}
      onClose={onClose}
    />
  )
}
