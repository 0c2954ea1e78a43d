import type { Metadata } from 'next'
import { PageMissing } from '#components/shell/page-missing'
import { PlainPage } from '#components/shell/plain-page'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <PlainPage>
      <PageMissing />
    </PlainPage>
  )
}
