import { useEffect, useState } from 'react'

/** The value, once it has stayed the same for a while: what is said aloud must not run after every key. */
export function useSettled<T>(value: T, delayMs = 700): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return settled
}
