'use client'

import { PageBroken } from '#components/shell/page-broken'
import { PlainPage } from '#components/shell/plain-page'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <PlainPage>
      <PageBroken error={error} />
    </PlainPage>
  )
}
