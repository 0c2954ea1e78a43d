'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/**
 * A session is in one workspace at a time. Once a tab shows another one, the other tabs of this browser read their pages anew: what
 * is typed there must not silently be for the new one.
 */
export function WorkspaceWatch({ workspaceId }: { workspaceId: string }) {
  const router = useRouter()
  useEffect(() => {
    const channel = new BroadcastChannel('gatelist.workspace')
    channel.onmessage = ({ data }) => {
      if (data !== workspaceId) router.refresh()
    }
    channel.postMessage(workspaceId)
    return () => channel.close()
  }, [workspaceId, router])
  return null
}
