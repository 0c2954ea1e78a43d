'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useState, useTransition } from 'react'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { RadioCards } from '#components/ui/radio-cards'
import { toast } from '#components/ui/toast'
import type { AccessMode } from '#lib/keys/views'
import { accessChoices, accessSaid, accessVerbs } from './access-choices.ts'
import { AccessEffect } from './access-effect.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { type PreviewAction, useAccessPreview } from './use-access-preview.tsx'

type AccessInput = { keyId: string; version: number; accessMode: AccessMode; openToAny: boolean; confirmed: string }

export type AccessPanelProps = {
  subject: { id: string; version: number; accessMode: AccessMode }
  /** What the list comes to. */
  description: ReactNode
  /** What the mode in force does now. */
  children?: ReactNode
  actions: { change: (input: AccessInput) => Promise<GuardedResult>; preview: PreviewAction }
}

/** How a key's list is applied, changed as an act of its own: chosen, shown what it would do, then done. */
export function AccessPanel({ subject, description, children, actions }: AccessPanelProps) {
  const router = useRouter()
  const [refreshing, startRefresh] = useTransition()
  const [sending, setSending] = useState(false)
  const [choice, setChoice] = useState<AccessMode | null>(null)
  const [opening, setOpening] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { state, look } = useAccessPreview(subject.id, actions.preview)
  const { guard, dialog } = useLockoutGuard()
  const chosen = choice ?? subject.accessMode
  const isChanged = chosen !== subject.accessMode

  const choose = (mode: AccessMode | null) => {
    const next = mode === subject.accessMode ? null : mode
    setProblem(null)
    setChoice(next)
    void look(next)
  }

  const change = async () => {
    setOpening(false)
    setSending(true)
    const { id: keyId, version } = subject
    const input = { keyId, version, accessMode: chosen, openToAny: chosen === 'open' }
    const result = await guard((confirmed) => attempt(actions.change, { ...input, confirmed }))
    setSending(false)
    if (result === null) return
    if (result.ok) toast({ title: accessSaid[chosen], description: 'The next request obeys it.' })
    else setProblem(result.message)
    startRefresh(() => {
      if (result.ok) choose(null)
      router.refresh()
    })
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (sending || refreshing) return
    if (chosen === 'open') setOpening(true)
    else void change()
  }

  return (
    <Section title="Access" description={description}>
      <form onSubmit={submit} aria-label="Access" noValidate className="flex flex-col gap-4">
        <FormProblem message={problem} />
        <RadioCards
          legend="Who gets through"
          name="accessMode"
          options={accessChoices}
          value={chosen}
          onChange={choose}
        />
        {isChanged ? <AccessEffect state={state} /> : children}
        {isChanged && (
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => choose(null)}>Keep it as it is</Button>
            <Button type="submit" variant="primary" pending={sending || refreshing}>
              {accessVerbs[chosen]}
            </Button>
          </div>
        )}
      </form>
      <OpenDialog open={opening} onCancel={() => setOpening(false)} onConfirm={() => void change()} />
      {dialog}
    </Section>
  )
}
