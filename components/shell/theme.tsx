'use client'

import { useSyncExternalStore } from 'react'
import { type Theme, themeCookies, themeOf } from './theme-cookie.tsx'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The theme as the page wears it: `<html data-theme>`, which the server set from the cookie. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    subscribe,
    () => themeOf(document.documentElement.dataset.theme),
    () => 'system',
  )
}

export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const isSecure = window.location.protocol === 'https:'
  const cookie = `${isSecure ? themeCookies.https : themeCookies.http}=${theme}`
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
  document.cookie = `${cookie}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
