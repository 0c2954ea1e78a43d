'use client'

import { useEffect } from 'react'

/**
 * All operations once stood on one page: an address of one that leads to its line in the overview goes on to where the line leads.
 * Only a script sees the part behind #; without one the line is shown.
 */
export function ForwardAnchor() {
  useEffect(() => {
    const line = document.getElementById(decoded(window.location.hash.slice(1)))
    const link = line?.tagName === 'LI' ? line.querySelector('a') : null
    if (link) window.location.replace(link.href)
  }, [])
  return null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
