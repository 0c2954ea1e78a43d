'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useActionState, useState, useTransition } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { announce } from '#components/ui/live-region'
import type { CredentialAnswer } from '#lib/lookup/credential'
import { readLookup } from '#lib/lookup/question'
import { paths } from '#lib/paths'
import { FoundKeys } from './found-keys.tsx'

type Answer = { kind: 'addresses'; text: string } | { kind: 'credential'; answer: CredentialAnswer }

/** What is shown after the form was sent without scripts. `typed`: what a slip was in; never a secret. */
export type PostedLookup = { found: CredentialAnswer | null; typed: string; problem: string | null }

export type LookupFormProps = {
  address: string
  problem: string | null
  /** Auditors cannot revoke. */
  mayAct: boolean
  now: Date
  action: Action<{ text: string }, Answer>
  /** The same, before or without scripts. */
  post: (before: PostedLookup | null, form: FormData) => Promise<PostedLookup>
  /** What is known of the address; gives way to what is found of a secret. */
  children: ReactNode
}

/** Longer text that is no address is hidden while it stands there. */
const SHOWN_LENGTH = 12

/** Posts, so that a secret stands in no address, and forgets it once it is sent. */
export function LookupForm({ address, problem, mayAct, now, action, post, children }: LookupFormProps) {
  const router = useRouter()
  const [posted, sendWithoutScripts] = useActionState(post, null)
  const [asked, setAsked] = useState({ address, problem })
  const [text, setText] = useState(posted?.typed ?? address)
  const [error, setError] = useState(posted?.problem ?? problem)
  const [found, setFound] = useState(posted?.found ?? null)
  const [pending, startSending] = useTransition()
  if (asked.address !== address || asked.problem !== problem) {
    setAsked({ address, problem })
    setText(address)
    setError(problem)
    setFound(null)
  }

  const send = (event: FormEvent) => {
    event.preventDefault()
    startSending(async () => {
      const sent = text
      const isSecret = readLookup(sent).kind === 'credential'
      if (isSecret) setText('')
      setError(null)
      setFound(null)
      const result = await attempt(action, { text: sent })
      if (!result.ok) {
        setError(result.message)
        return announce(result.message)
      }
      if (result.value.kind === 'addresses') return router.push(paths.staffLookup({ address: result.value.text }))
      setFound(result.value.answer)
    })
  }
  const isHidden = text.trim().length > SHOWN_LENGTH && readLookup(text).kind === 'credential'
  return (
    <>
      <Card className="px-5 py-5 sm:px-6">
        <form
          action={sendWithoutScripts}
          onSubmit={send}
          aria-label="Look up"
          autoComplete="off"
          className="grid items-start gap-4 md:grid-cols-[1fr_auto]"
        >
          <Field
            label="Address, range, or key"
            error={error ?? undefined}
            hint="203.0.113.7, 203.0.113.0/24, 203.0.113.5-203.0.113.20; or a key’s secret, its beginning, or its last four. A secret is neither stored nor logged."
          >
            <Input
              name="text"
              type={isHidden ? 'password' : 'text'}
              value={text}
              onChange={(event) => setText(event.target.value)}
              maxLength={4096}
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              data-1p-ignore=""
              data-lpignore="true"
              className="address"
            />
          </Field>
          <Button type="submit" variant="primary" pending={pending} className="md:mt-7">
            <Search aria-hidden="true" />
            Look up
          </Button>
        </form>
      </Card>
      {found === null ? children : <FoundKeys answer={found} mayAct={mayAct} now={now} />}
    </>
  )
}
