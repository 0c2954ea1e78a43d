'use client'

import { LogOut, MonitorSmartphone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { leaveFor } from '#components/form/leave'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Badge } from '#components/ui/badge'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import { toast } from '#components/ui/toast'

export type SessionItem = {
  id: string
  createdAt: string
  lastSeenAt: string
  address: string | null
  device: string
  isCurrent: boolean
}

export type SessionListProps = {
  sessions: readonly SessionItem[]
  now: string
  endSession: Action<{ sessionId: string }>
  signOutEverywhere: Action<undefined, { next: string }>
}

export function SessionList({ sessions, now, endSession, signOutEverywhere }: SessionListProps) {
  const router = useRouter()
  const [ending, setEnding] = useState<string | null>(null)

  const end = async ({ id, device }: SessionItem) => {
    setEnding(id)
    const result = await attempt(endSession, { sessionId: id })
    setEnding(null)
    if (!result.ok) return toast({ title: 'Not signed out', description: result.message, tone: 'danger' })
    router.refresh()
    toast({ title: `${device} is signed out` })
  }

  return (
    <Section
      title="Where you are signed in"
      description="Sign out what you do not know, and change your password."
      actions={<SignOutEverywhere action={signOutEverywhere} />}
      flush
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5 sm:px-6">
            <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-faint" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                {session.device}
                {session.isCurrent && <Badge tone="success">This browser</Badge>}
              </p>
              <p className="text-muted">
                {session.address ? <span className="address">{session.address}</span> : 'Address unknown'}
                <span aria-hidden="true"> · </span>
                {session.isCurrent ? 'active now' : <Time instant={session.lastSeenAt} now={now} />}
              </p>
            </div>
            {!session.isCurrent && (
              <Button
                size="small"
                pending={ending === session.id}
                onClick={() => end(session)}
                aria-label={`Sign out ${session.device}${session.address ? `, ${session.address}` : ''}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function SignOutEverywhere({ action }: { action: Action<undefined, { next: string }> }) {
  const [asking, setAsking] = useState(false)
  const [pending, setPending] = useState(false)

  const confirm = async () => {
    setPending(true)
    const result = await attempt(action, undefined)
    if (result.ok) return leaveFor(result.value.next)
    setPending(false)
    toast({ title: 'Nobody was signed out', description: result.message, tone: 'danger' })
  }

  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        <LogOut aria-hidden="true" />
        Sign out everywhere
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out everywhere?"
        description="Every browser of yours is signed out at once, this one too. Your API keys keep working."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button variant="danger" pending={pending} onClick={confirm}>
              Sign out everywhere
            </Button>
          </>
        }
      />
    </>
  )
}
