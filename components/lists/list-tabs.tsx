'use client'

import { usePathname } from 'next/navigation'
import { Tabs } from '#components/ui/tabs'
import { paths } from '#lib/paths'

/** The pages of one named list. The layout that holds them stays while people move between them. */
export function ListTabs({ listId, keyCount }: { listId: string; keyCount: number }) {
  return (
    <PathTabs
      label="Named list"
      tabs={[
        { label: 'Addresses', href: paths.namedList(listId) },
        { label: `Keys (${keyCount.toLocaleString('en-US')})`, href: paths.namedListKeys(listId) },
        { label: 'History', href: paths.namedListHistory(listId) },
      ]}
    />
  )
}

/** The pages of the ceiling, whose history is kept as that of a list. */
export function CeilingTabs({ ceilingId }: { ceilingId: string }) {
  return (
    <PathTabs
      label="Ceiling"
      tabs={[
        { label: 'Ceiling', href: paths.ceiling() },
        { label: 'History', href: paths.namedListHistory(ceilingId) },
      ]}
    />
  )
}

type PathTabsProps = { label: string; tabs: readonly { label: string; href: string }[] }

function PathTabs({ label, tabs }: PathTabsProps) {
  const pathname = usePathname()
  return <Tabs label={label} tabs={tabs.map((tab) => ({ ...tab, current: pathname === tab.href }))} />
}
