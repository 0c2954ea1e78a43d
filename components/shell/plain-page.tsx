import type { ReactNode } from 'react'
import { Wordmark } from './mark.tsx'

export type PlainPageProps = { title: string; description: ReactNode; actions: ReactNode }

/** A page with one thing to say. */
export function PlainPage({ title, description, actions }: PlainPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-8 px-5 py-16 text-center">
      <Wordmark className="text-lg" />
      <div>
        <h1 className="font-semibold text-2xl">{title}</h1>
        <p className="mx-auto mt-2 max-w-md text-muted">{description}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">{actions}</div>
    </main>
  )
}
