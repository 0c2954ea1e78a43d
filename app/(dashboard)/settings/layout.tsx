import type { Metadata } from 'next'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: { default: 'Settings', template: '%s · Settings · Gatelist' } }

/** Pages are a column of sections; whatever they return is spaced here. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-6">{children}</div>
}
