'use client'

import { useEffect, useState } from 'react'
import { paths } from '#lib/paths'
import type { FirstCall } from '#lib/traffic/views'

/** As it comes over the wire. */
export type SeenFirstCall = Omit<FirstCall, 'at'> & { at: string }

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 15_000
const SLOWDOWN = 1.15
const GIVE_UP_MS = 30 * 60_000

/** Asks again and again for a key's first call, ever more slowly, until one was let through, the page is left or time is up. */
export function useFirstCall(keyId: string): SeenFirstCall | null {
  const [call, setCall] = useState<SeenFirstCall | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    void poll(keyId, stop.signal, setCall)
    return () => stop.abort()
  }, [keyId])
  return call
}

async function poll(keyId: string, signal: AbortSignal, tell: (call: SeenFirstCall) => void): Promise<void> {
  const end = Date.now() + GIVE_UP_MS
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() < end; pauseMs = Math.min(pauseMs * SLOWDOWN, LONGEST_PAUSE_MS)) {
    await pause(pauseMs, signal)
    if (signal.aborted) return
    // A tab that nobody looks at need not ask.
    if (document.hidden) continue
    const answer = await ask(keyId, signal)
    if (signal.aborted || answer === 'stop') return
    if (answer === null) continue
    tell(answer)
    if (answer.isAllowed) return
  }
}

/** Null: none yet, or the server could not say. `stop`: it never will. */
async function ask(keyId: string, signal: AbortSignal): Promise<SeenFirstCall | null | 'stop'> {
  try {
    const response = await fetch(paths.firstCall(keyId), { signal, cache: 'no-store' })
    if (response.status === 401 || response.status === 404) return 'stop'
    return response.ok ? ((await response.json()) as SeenFirstCall | null) : null
  } catch {
    return null
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
