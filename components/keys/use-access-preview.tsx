'use client'

import { useRef, useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { AccessMode } from '#lib/keys/views'

export type PreviewAction = Action<{ keyId: string; accessMode: AccessMode }, ChangePreview>

export type AccessPreview =
  | { kind: 'nothing' }
  | { kind: 'looking' }
  | { kind: 'seen'; preview: ChangePreview }
  | { kind: 'failed'; message: string }

/** What another mode would do, looked up when it is chosen. An answer that a later choice overtook is dropped. */
export function useAccessPreview(keyId: string, action: PreviewAction) {
  const [state, setState] = useState<AccessPreview>({ kind: 'nothing' })
  const asked = useRef(0)
  const look = async (accessMode: AccessMode | null) => {
    asked.current += 1
    const mine = asked.current
    if (accessMode === null) return setState({ kind: 'nothing' })
    setState({ kind: 'looking' })
    const result = await attempt(action, { keyId, accessMode })
    if (mine !== asked.current) return
    setState(result.ok ? { kind: 'seen', preview: result.value } : { kind: 'failed', message: result.message })
  }
  return { state, look }
}
