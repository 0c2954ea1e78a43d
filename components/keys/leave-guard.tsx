'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { holdBack } from './back-guard.ts'

export type LeaveGuard = {
  /** Somebody is about to leave: ask. */
  asking: boolean
  stay: () => void
  leave: () => void
  /** Takes the guard away, for the proper way out. */
  release: () => void
}

/** Keeps the reader on this page until it lets go: by Back, by a link, by reload and by closing the tab. */
export function useLeaveGuard(): LeaveGuard {
  const router = useRouter()
  const released = useRef(false)
  const [wayOut, setWayOut] = useState<(() => void) | null>(null)

  useEffect(() => {
    const here = { state: window.history.state as unknown, address: window.location.href }

    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (!released.current) event.preventDefault()
    }
    // Back has already changed the address when this is called, so this page is put on top again. A second Back, which
    // browsers let skip entries that were made without a press, comes through here too.
    const back = (event: PopStateEvent) => {
      if (released.current) return
      event.stopImmediatePropagation()
      window.history.pushState(here.state, '', here.address)
      setWayOut(() => () => window.history.back())
    }
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (released.current || !(link instanceof HTMLAnchorElement) || !leavesThisPage(link, event)) return
      event.preventDefault()
      event.stopPropagation()
      setWayOut(() => () => router.push(link.href))
    }

    window.addEventListener('beforeunload', beforeUnload)
    const letGo = holdBack(back)
    window.addEventListener('click', click, true)
    return () => {
      window.removeEventListener('beforeunload', beforeUnload)
      letGo()
      window.removeEventListener('click', click, true)
    }
  }, [router])

  const release = () => {
    released.current = true
  }
  return {
    asking: wayOut !== null,
    stay: () => setWayOut(null),
    leave: () => {
      release()
      wayOut?.()
    },
    release,
  }
}

/** A link that opens elsewhere (another tab, a download) takes nothing away, and one within the page goes nowhere. */
function leavesThisPage(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false
  if (link.target === '_blank' || link.hasAttribute('download')) return false
  return link.href.split('#')[0] !== window.location.href.split('#')[0]
}
