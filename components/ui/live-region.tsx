'use client'

import { useEffect, useState } from 'react'

let show: ((message: string) => void) | null = null

/** Says something to screen readers without showing it. Toasts and copy buttons speak for themselves. */
export function announce(message: string): void {
  show?.(message)
}

/** Mounted once, in the root layout: a region must be on the page before its text changes to be spoken. */
export function LiveRegion() {
  const [message, setMessage] = useState('')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    show = (next) => {
      // Cleared first, so that the same words twice are spoken twice.
      setMessage('')
      clearTimeout(timer)
      timer = setTimeout(() => setMessage(next), 60)
    }
    return () => {
      clearTimeout(timer)
      show = null
    }
  }, [])
  return (
    <div aria-live="polite" aria-atomic="true" className="spoken">
      {message}
    </div>
  )
}
