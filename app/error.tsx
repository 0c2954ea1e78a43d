'use client'

import { PlainPage } from '#components/shell/plain-page'
import { Button } from '#components/ui/button'

/** A page that could not be made: most often the database did not answer. Nothing that was saved is lost. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <PlainPage
      title="This page could not be made"
      description={
        <>
          The server or its database did not answer. Nothing that was saved is lost.
          {error.digest && <span className="address mt-2 block text-faint">Reference {error.digest}</span>}
        </>
      }
      actions={
        <Button variant="primary" onClick={() => window.location.reload()}>
          Try again
        </Button>
      }
    />
  )
}
