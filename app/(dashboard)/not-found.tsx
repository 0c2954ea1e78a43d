import type { Metadata } from 'next'
import { PageMissing } from '#components/shell/page-missing'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return <PageMissing />
}
