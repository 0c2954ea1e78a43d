'use client'

import { useState } from 'react'
import { PanelTabs } from '#components/ui/panel-tabs'
import { BulkForm } from './bulk-form.tsx'
import type { ImportActions, ImportTarget } from './import-target.ts'
import { RangesForm } from './ranges-form.tsx'

export type ImportWorkbenchProps = { target: ImportTarget; actions: ImportActions; openAtFirst: ImportPanel }

export type ImportPanel = 'lines' | 'ranges'

/** The two ways to bring many entries in at once. */
export function ImportWorkbench({ target, actions, openAtFirst }: ImportWorkbenchProps) {
  const [open, setOpen] = useState<string>(openAtFirst)
  const show = (panel: string) => {
    setOpen(panel)
    // The address says which is open, so that it can be sent to others; the page itself stays as it is.
    window.history.replaceState(window.history.state, '', `?from=${panel}`)
  }
  return (
    <PanelTabs
      label="Ways to import"
      open={open}
      onOpen={show}
      tabs={[
        {
          id: 'lines',
          label: 'Paste or upload',
          children: <BulkForm target={target} actions={actions} onRanges={() => show('ranges')} />,
        },
        { id: 'ranges', label: 'Published ranges', children: <RangesForm target={target} actions={actions} /> },
      ]}
    />
  )
}
