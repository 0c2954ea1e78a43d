'use client'

import { Download } from 'lucide-react'
import { Button } from '#components/ui/button'
import { Menu, MenuDownload } from '#components/ui/menu'
import type { ExportFormat } from '#lib/allowlists/export'
import { withQuery } from '#lib/paths'

const formats = [
  { format: 'text', label: 'Text', tells: 'Networks and notes, as you type them' },
  { format: 'csv', label: 'CSV', tells: 'For a spreadsheet, with expiry and switch' },
  { format: 'json', label: 'JSON', tells: 'For programs, with everything' },
] as const satisfies readonly { format: ExportFormat; label: string; tells: string }[]

/** The whole list as a file. `path`: where it is downloaded from. */
export function DownloadMenu({ path }: { path: string }) {
  return (
    <Menu
      trigger={
        <Button size="small">
          <Download aria-hidden="true" />
          Download
        </Button>
      }
    >
      {formats.map(({ format, label, tells }) => (
        <MenuDownload key={format} href={withQuery(path, { format })}>
          <span>
            <span className="block font-medium">{label}</span>
            <span className="block text-muted text-xs">{tells}</span>
          </span>
        </MenuDownload>
      ))}
    </Menu>
  )
}
