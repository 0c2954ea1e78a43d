import { useSyncExternalStore } from 'react'

const QUERY = '(max-width: 520px)'

/** A phone, where a row needs more lines. Only for estimates: what it looks like is left to container queries. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow, () => false)
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(QUERY)
  media.addEventListener('change', onChange)
  return () => media.removeEventListener('change', onChange)
}

function isNarrow(): boolean {
  return matchMedia(QUERY).matches
}
