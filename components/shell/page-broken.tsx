'use client'

import { Button } from '#components/ui/button'
import { PlainMessage } from './plain-page.tsx'

/** A page that could not be made: most often the database did not answer. */
export function PageBroken({ error }: { error: Error & { digest?: string } }) {
  return (
    <PlainMessage
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
