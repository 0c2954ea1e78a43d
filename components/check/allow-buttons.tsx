'use client'

import { Plus, Power } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

type AddInput = {
  keyId: string
  text: string
  note: string
  expiresAt: string | null
  enforce: boolean
  confirmed: string
}
type ChangeInput = { keyId: string; entryId: string; enabled?: boolean; expiresAt?: string | null; confirmed: string }

export type AllowActions = {
  add: (input: AddInput) => Promise<GuardedResult>
  change: (input: ChangeInput) => Promise<GuardedResult>
}

export type AllowButtonsProps = {
  keyId: string
  /** What can be added: the address itself, and a wider network where there is one. */
  networks: readonly string[]
  /** An entry of the key that would admit the address, were it in force. */
  resting: { id: string; text: string } | null
  actions: AllowActions
}

/** One press admits the address that was asked about. */
export function AllowButtons({ keyId, networks, resting, actions }: AllowButtonsProps) {
  const router = useRouter()
  const { guard, dialog } = useLockoutGuard()
  const [pending, setPending] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [, startRefresh] = useTransition()

  const run = async (what: string, send: (confirmed: string) => Promise<GuardedResult>) => {
    setPending(what)
    setProblem(null)
    const result = await guard(send)
    setPending(null)
    if (result === null) return
    if (!result.ok) return setProblem(result.message)
    toast({ title: `${what} is allowed`, description: 'The next request obeys it.' })
    startRefresh(() => router.refresh())
  }
  const allow = (text: string) =>
    run(text, (confirmed) =>
      attempt(actions.add, { keyId, text, note: '', expiresAt: null, enforce: false, confirmed }),
    )
  const wake = ({ id, text }: { id: string; text: string }) =>
    run(text, (confirmed) => attempt(actions.change, { keyId, entryId: id, enabled: true, expiresAt: null, confirmed }))

  return (
    <div className="flex flex-col gap-3">
      <FormProblem message={problem} />
      <div className="flex flex-wrap gap-2">
        {resting !== null && (
          <Button onClick={() => wake(resting)} pending={pending === resting.text}>
            <Power aria-hidden="true" />
            Switch {resting.text} on
          </Button>
        )}
        {networks.map((text) => (
          <Button key={text} onClick={() => allow(text)} pending={pending === text}>
            <Plus aria-hidden="true" />
            Allow {text}
          </Button>
        ))}
      </div>
      {dialog}
    </div>
  )
}
