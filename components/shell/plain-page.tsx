import type { ReactNode } from 'react'
import { Wordmark } from './mark.tsx'

export type PlainMessageProps = { title: string; description: ReactNode; actions: ReactNode }

/** One thing to say, in the middle of what is there. */
export function PlainMessage({ title, description, actions }: PlainMessageProps) {
  return (
    <div className="flex flex-col items-center gap-8 px-1 py-16 text-center sm:py-24">
      <div>
        <h1 className="font-semibold text-2xl">{title}</h1>
        <div className="mx-auto mt-2 max-w-md text-muted">{description}</div>
      </div>
      <div className="flex flex-wrap justify-center gap-2">{actions}</div>
    </div>
  )
}

/** The same as a page of its own, outside the dashboard. */
export function PlainPage({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-5">
      <Wordmark className="text-lg" />
      <div className="-mt-8">{children}</div>
    </main>
  )
}
