import type { ReactNode } from 'react'
import { DocsShell } from '#components/docs/docs-shell'
import { library } from '#lib/documents/source'

export default function DocsLayout({ children }: { children: ReactNode }) {
  return <DocsShell sections={library().contents.sections}>{children}</DocsShell>
}
