import type { ReactNode } from 'react'

/** The heading of the pages before the sign-in, and the way to the other one. */
export function EntryHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-7">
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="mt-1.5 text-muted">{children}</p>
    </div>
  )
}
