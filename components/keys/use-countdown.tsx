'use client'

import { useEffect, useState } from 'react'

/**
 * Milliseconds from the server's `now` until `end`, counted down here each second; 0 when it is over. What passes is measured
 * and not read off the clock, so that a browser with another time ends at the same moment as the server.
 */
export function useCountdown(end: Date, now: Date): number {
  const total = end.getTime() - now.getTime()
  const [left, setLeft] = useState(total)
  useEffect(() => {
    const began = Date.now()
    const tick = () => setLeft(Math.max(0, total - (Date.now() - began)))
    tick()
    const seconds = setInterval(tick, 1000)
    // The last second is not waited for: at the end it is over.
    const over = setTimeout(tick, Math.max(0, total))
    return () => {
      clearInterval(seconds)
      clearTimeout(over)
    }
  }, [total])
  return left
}

/** "12:04". Rounded up, so that it reads 0:00 only when it is over. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
