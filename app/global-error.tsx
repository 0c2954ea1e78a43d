'use client'

import ErrorPage from './error.tsx'
import './globals.css'

/** The root layout itself failed, so this brings its own document. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Gatelist</title>
        <ErrorPage error={error} />
      </body>
    </html>
  )
}
