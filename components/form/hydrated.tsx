import { useSyncExternalStore } from 'react'

/** False in the server's markup and until React has taken it over. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
}
