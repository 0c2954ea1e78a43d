'use client'

import { Lightbulb, Sparkles, TriangleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { TextLink } from '#components/ui/text-link'
import { toast } from '#components/ui/toast'
import type { Fix, FixKind, Hint, HintCode } from '#lib/hints/rules'
import { paths } from '#lib/paths'
import { doneWords, fixWords } from './fix-words.ts'
import { NoteFix } from './note-fix.tsx'

type ApplyInput = {
  keyId: string
  code: HintCode
  fix: Exclude<FixKind, 'suggest'>
  entryIds: string[]
  note: string
  confirmed: string
}
type UndoInput = { keyId: string; version: number; number: number; confirmed: string }

export type HintActions = {
  apply: (input: ApplyInput) => Promise<GuardedResult<{ version: number; before: number | null }>>
  undo: (input: UndoInput) => Promise<GuardedResult>
}

export type HintPanelProps = {
  keyId: string
  hints: readonly Hint[]
  /** Null for who may not change the key: they read the hints. */
  actions: HintActions | null
  /** Hints that stand elsewhere: how many, and where. */
  others?: { count: number; href: string }
}

/** What could be better about a key's list: one sentence each, and a press that does it. */
export function HintPanel({ keyId, hints, actions, others }: HintPanelProps) {
  const { run, pending, problem, dialog } = useFixes(keyId, actions)
  if (hints.length === 0) return dialog
  return (
    <Section
      title="Hints"
      description="What could be better about this list."
      footer={others !== undefined && others.count > 0 && <OtherHints {...others} />}
      flush
    >
      <ul className="divide-y divide-line">
        {hints.map((hint) => (
          <li key={hint.code} className="grid items-center gap-x-6 gap-y-2.5 px-5 py-3 sm:px-6 lg:grid-cols-[1fr_auto]">
            <p className="flex items-start gap-2.5">
              {hint.severity === 'warning' ? (
                <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-ink" />
              ) : (
                <Lightbulb aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-info-ink" />
              )}
              <span id={`hint-${hint.code}`} className="wrap-anywhere min-w-0">
                {hint.sentence}
              </span>
            </p>
            {actions !== null && (
              <div className="flex flex-wrap gap-2 pl-6.5 lg:pl-0">
                {hint.fixes.map((fix) => (
                  <FixButton
                    key={fix.kind}
                    keyId={keyId}
                    fix={fix}
                    describedBy={`hint-${hint.code}`}
                    pending={pending === `${hint.code} ${fix.kind}`}
                    onPress={(note) => run(hint.code, fix, note)}
                  />
                ))}
              </div>
            )}
            {problem?.code === hint.code && (
              <div className="lg:col-span-2">
                <FormProblem message={problem.message} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {dialog}
    </Section>
  )
}

function OtherHints({ count, href }: { count: number; href: string }) {
  return <TextLink href={href}>{count === 1 ? 'One more hint' : `${count} more hints`} with the addresses</TextLink>
}

type FixButtonProps = {
  keyId: string
  fix: Fix
  /** The hint's sentence, because several buttons say the same. */
  describedBy: string
  pending: boolean
  onPress: (note: string) => void
}

function FixButton({ keyId, fix, describedBy, pending, onPress }: FixButtonProps) {
  const hydrated = useHydrated()
  if (fix.kind === 'note')
    return <NoteFix key={fix.entryIds.join(' ')} describedBy={describedBy} pending={pending} onPress={onPress} />
  if (fix.kind === 'suggest') {
    return (
      <ButtonLink href={paths.suggestAddresses(keyId)} size="small" aria-describedby={describedBy}>
        <Sparkles aria-hidden="true" />
        {fixWords(fix)}
      </ButtonLink>
    )
  }
  return (
    <Button
      size="small"
      onClick={() => onPress('')}
      pending={pending}
      disabled={!hydrated}
      aria-describedby={describedBy}
    >
      {fixWords(fix)}
    </Button>
  )
}

function useFixes(keyId: string, actions: HintActions | null) {
  const router = useRouter()
  const { guard, dialog } = useLockoutGuard()
  const [pending, setPending] = useState<string | null>(null)
  const [problem, setProblem] = useState<{ code: HintCode; message: string } | null>(null)
  const [, startRefresh] = useTransition()
  const refresh = () => startRefresh(() => router.refresh())

  const undo = async (version: number, number: number) => {
    if (actions === null) return
    const result = await guard((confirmed) => attempt(actions.undo, { keyId, version, number, confirmed }))
    if (result === null) return
    if (result.ok) toast({ title: 'Undone', description: 'The list is as it was before.' })
    else toast({ title: 'Not undone', description: result.message, tone: 'danger' })
    refresh()
  }

  const run = async (code: HintCode, fix: Fix, note: string) => {
    if (actions === null || fix.kind === 'suggest') return
    setPending(`${code} ${fix.kind}`)
    setProblem(null)
    const entryIds = 'entryIds' in fix ? [...fix.entryIds] : []
    const input = { keyId, code, fix: fix.kind, entryIds, note }
    const result = await guard((confirmed) => attempt(actions.apply, { ...input, confirmed }))
    setPending(null)
    if (result === null) return
    // Also after a refusal: somebody else may have changed the list.
    refresh()
    if (!result.ok) return setProblem({ code, message: result.message })
    const { version, before } = result.value
    const action = before === null ? {} : { action: { label: 'Undo', onPress: () => void undo(version, before) } }
    toast({ title: doneWords(fix), description: 'The next request obeys it.', ...action })
  }

  return { run, pending, problem, dialog }
}
