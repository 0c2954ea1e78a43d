'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { attempt } from '#components/form/attempt'
import { Form, SubmitButton } from '#components/form/form'
import { Button } from '#components/ui/button'
import { Card, CardFooter } from '#components/ui/card'
import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { announce } from '#components/ui/live-region'
import { Time } from '#components/ui/time'
import { toast } from '#components/ui/toast'
import { AffectedKeys } from './affected-keys.tsx'
import { keysIn, type ShownEffect } from './effect-words.ts'
import type { MoreKeysAction, PolicyPlace, PreviewAction, SaveAction } from './policy-actions.ts'
import { draftOf, inputOf, type PolicyDraft, problemsOf, type StoredDraft } from './policy-draft.ts'
import { PolicyEffectView } from './policy-effect.tsx'
import { PolicyFields } from './policy-fields.tsx'

export type PolicyFormProps = {
  place: PolicyPlace
  /** Null while there is none. */
  stored: StoredDraft | null
  /** Who set it last, and why. */
  last: { by: string; at: string; reason: string } | null
  now: string
  actions: { preview: PreviewAction; moreKeys: MoreKeysAction; save: SaveAction }
}

type Previewed = { of: PolicyDraft; effect: ShownEffect }

/** The rules of a policy. What it would do is shown before it is saved, and taking power from keys is confirmed by their number. */
export function PolicyForm({ place, stored, last, now, actions }: PolicyFormProps) {
  const router = useRouter()
  const [draft, setDraft] = useState(() => draftOf(stored))
  const [reason, setReason] = useState('')
  const [isConfirmed, setConfirmed] = useState(false)
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
  const [isTried, setTried] = useState(false)
  const [isSaveTried, setSaveTried] = useState(false)
  const [pending, setPending] = useState<'preview' | 'save' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const input = inputOf(draft, place.workspaceId, stored?.appliesFrom ?? null)
  const problems = problemsOf(input)
  const effect = previewed?.of === draft ? previewed.effect : null
  const losing = effect?.counts.loses.keys ?? 0

  const refuse = (message: string) => {
    setProblem(message)
    announce(message)
  }
  const change = (part: Partial<PolicyDraft>) => {
    setDraft({ ...draft, ...part })
    setConfirmed(false)
  }
  /** Whether it is shown now. */
  const show = async (): Promise<boolean> => {
    setTried(true)
    setProblem(null)
    if (Object.keys(problems).length > 0) {
      announce('Some fields need your attention.')
      return false
    }
    setPending('preview')
    const answer = await attempt(actions.preview, input)
    setPending(null)
    if (!answer.ok) {
      refuse(answer.message)
      return false
    }
    setPreviewed({ of: draft, effect: { counts: answer.value.effect, first: answer.value.first } })
    const { loses } = answer.value.effect
    announce(loses.keys === 0 ? 'No key would lose power.' : `${keysIn(loses)} would lose power.`)
    return true
  }
  const save = async () => {
    setSaveTried(true)
    if (effect === null) {
      if (await show()) refuse('Look at what it would do, then save.')
      return
    }
    if (reason.trim() === '' || (losing > 0 && !isConfirmed)) return announce('Some fields need your attention.')
    setProblem(null)
    setPending('save')
    const answer = await attempt(actions.save, { ...input, version: place.version, reason, confirmedKeys: losing })
    setPending(null)
    if (!answer.ok) {
      if (answer.error === 'unconfirmed') setPreviewed(null)
      return refuse(answer.message)
    }
    toast({ title: 'The policy is set', description: 'The next save and the next request obey it.' })
    router.refresh()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }

  return (
    <>
      <Card>
        <Form
          form={{ submit, problem, pending: pending === 'save' }}
          aria-label={stored === null ? 'Set a policy' : 'Change the policy'}
          className="gap-0"
        >
          <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
            <PolicyFields
              draft={draft}
              onChange={change}
              problems={isTried ? problems : {}}
              kept={stored?.appliesFrom ?? null}
            />
            <div>
              <Button pending={pending === 'preview'} onClick={() => void show()}>
                Show what it would do
              </Button>
            </div>
            {effect && <PolicyEffectView counts={effect.counts} />}
            {losing > 0 && effect && (
              <Checkbox
                label={`Take power from ${keysIn(effect.counts.loses)}`}
                checked={isConfirmed}
                onChange={(event) => setConfirmed(event.target.checked)}
                error={isSaveTried && !isConfirmed ? 'Confirm this to save the policy.' : undefined}
              />
            )}
            <Field
              label="Reason"
              hint="Why this policy is set. It is kept in the audit trail."
              error={isSaveTried && reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
            >
              <Input
                value={reason}
                maxLength={500}
                autoComplete="off"
                onChange={(event) => setReason(event.target.value)}
              />
            </Field>
          </div>
          <CardFooter>
            <span className="min-w-0 break-words">
              {last && (
                <>
                  Set by {last.by} <Time instant={last.at} now={now} />: “{last.reason}”
                </>
              )}
            </span>
            <SubmitButton form={{ submit, problem, pending: pending === 'save' }}>Save</SubmitButton>
          </CardFooter>
        </Form>
      </Card>
      {effect && (
        <AffectedKeys
          key={effect.counts.now.getTime()}
          first={effect.first}
          input={input}
          moreKeys={actions.moreKeys}
        />
      )}
    </>
  )
}
