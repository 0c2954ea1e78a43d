'use client'

import { PageBroken } from '#components/shell/page-broken'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <PageBroken error={error} />
}
