import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { themeCookies, themeOf } from '#components/shell/theme-cookie'
import { LiveRegion } from '#components/ui/live-region'
import { Toaster } from '#components/ui/toast'
import { mono, sans } from './fonts.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Gatelist', template: '%s · Gatelist' },
  description: 'API keys that only work from where their owner says.',
  robots: { index: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  // The browser named it by its own scheme, which may be https where no APP_URL is set.
  const theme = themeOf((jar.get(themeCookies.https) ?? jar.get(themeCookies.http))?.value)
  return (
    // The theme switch changes `data-theme` on the spot, so the browser's copy may differ from the server's.
    <html
      lang="en"
      className={`${sans.variable} ${mono.variable}`}
      data-theme={theme === 'system' ? undefined : theme}
      suppressHydrationWarning
    >
      <body>
        {children}
        <Toaster />
        <LiveRegion />
      </body>
    </html>
  )
}
