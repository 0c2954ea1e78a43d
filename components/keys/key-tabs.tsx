'use client'

import { usePathname } from 'next/navigation'
import { Tabs } from '#components/ui/tabs'
import { paths } from '#lib/paths'

export type KeyTabsProps = {
  keyId: string
  /** Entries in force, from wherever they come. */
  entryCount: number
}

/** The pages of one key. The layout that holds them stays while people move between them, so the bar itself looks where it is. */
export function KeyTabs({ keyId, entryCount }: KeyTabsProps) {
  const pathname = usePathname()
  const tabs = [
    { label: 'Overview', href: paths.apiKey(keyId) },
    { label: 'Allowed addresses', href: paths.apiKeyAddresses(keyId), count: entryCount },
    { label: 'Refused', href: paths.apiKeyRefused(keyId) },
    { label: 'History', href: paths.apiKeyHistory(keyId) },
  ]
  return (
    <Tabs label="Key" tabs={tabs.map((tab, index) => ({ ...tab, current: isCurrent(tab.href, pathname, index) }))} />
  )
}

/** The first tab's address begins those of all others. */
function isCurrent(href: string, pathname: string, index: number): boolean {
  return pathname === href || (index > 0 && pathname.startsWith(`${href}/`))
}
