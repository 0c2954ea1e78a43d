'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type IgnoreAction = Action<{ keyId: string; address: string }>

export type IgnoreCallerProps = {
  keyId: string
  address: string
  /** It is ignored now, and the press brings it back. */
  isIgnored: boolean
  action: IgnoreAction
}

/** Puts a refused address out of sight, or brings it back. Either can be undone by the other, so nothing is asked. */
export function IgnoreCaller({ keyId, address, isIgnored, action }: IgnoreCallerProps) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const result = await attempt(action, { keyId, address })
    setPending(false)
    router.refresh()
    if (!result.ok) return toast({ title: 'Nothing was changed', description: result.message, tone: 'danger' })
    toast(isIgnored ? { title: `${address} is shown again` } : { title: `${address} is ignored`, description: said })
  }
  return (
    <Button size="small" variant="ghost" pending={pending} onClick={press}>
      {isIgnored ? 'Stop ignoring' : 'Ignore'}
      <span className="spoken"> {address}</span>
    </Button>
  )
}

const said = 'It is refused as before, folded away here, and gives no more alerts.'
