import { useEffect, useState } from 'react'

/** The id of the part that is being read: the last one that begins at the upper edge of the window or above it. */
export function useCurrentOperation(ids: readonly string[]): string | null {
  const [current, setCurrent] = useState<string | null>(null)
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      setCurrent(askedForAtEnd(ids) ?? lastPassed(ids))
    }
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    later()
    window.addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later)
    window.addEventListener('hashchange', later)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', later)
      window.removeEventListener('resize', later)
      window.removeEventListener('hashchange', later)
    }
  }, [ids])
  return current
}

function lastPassed(ids: readonly string[]): string | null {
  const passed = ids.filter((id) => {
    const place = document.getElementById(id)?.getBoundingClientRect()
    return place !== undefined && place.height > 0 && place.top < EDGE_PX
  })
  return passed.at(-1) ?? null
}

/** Below the bar of a phone, where a link's target comes to rest. */
const EDGE_PX = 120

/** The last parts of a page cannot come up to the edge: there the link that was followed tells. */
function askedForAtEnd(ids: readonly string[]): string | null {
  const { scrollHeight } = document.documentElement
  const isAtEnd = window.scrollY + window.innerHeight >= scrollHeight - 2
  const asked = window.location.hash.slice(1)
  return isAtEnd && ids.includes(asked) ? asked : null
}
