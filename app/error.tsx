'use client'

import { PlainPage } from '#components/shell/plain-page'
import { Button } from '#components/ui/button'
import { databaseUnavailableDigest } from '#lib/auth/unavailable'

/** A page that could not be made. Nothing that was saved is lost. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const withoutDatabase = error.digest === databaseUnavailableDigest
  return (
    <PlainPage
      title={withoutDatabase ? 'The database does not answer' : 'This page could not be made'}
      description={
        <>
          {withoutDatabase
            ? 'Until it does, pages stay closed and no key is let through. Nothing that was saved is lost.'
            : 'Something went wrong on the server. Nothing that was saved is lost.'}
          {error.digest && !withoutDatabase && (
            <span className="address mt-2 block text-faint">Reference {error.digest}</span>
          )}
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
