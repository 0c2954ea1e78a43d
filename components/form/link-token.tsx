'use client'

import { useEffect, useState } from 'react'

/**
 * The token that a single-use link carries in its fragment, taken out of the address bar at once, so that neither a copied
 * address nor a screen that is shared has it. Null until it is known; empty when the link brought none.
 */
export function useLinkToken(): string | null {
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => {
    // Run twice, the second finds nothing more. A link that is opened over this page brings another.
    const take = (): void => {
      const found = window.location.hash.slice(1)
      if (found !== '') window.history.replaceState(null, '', window.location.pathname)
      setToken((before) => found || (before ?? ''))
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return token
}
