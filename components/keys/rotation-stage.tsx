'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, use, useState } from 'react'
import { KeyReveal } from './key-reveal.tsx'

/** The key that a rotation made. `oldWorksUntil` is null when the old secret has stopped working. */
export type Rotated = { id: string; name: string; secret: string; oldWorksUntil: Date | null }

type Reveal = (rotated: Rotated) => void

const RevealContext = createContext<Reveal>(() => {})

/** Shows the new secret of a rotated key. It belongs to the stage around the caller, and goes with it. */
export function useReveal(): Reveal {
  return use(RevealContext)
}

/** A page from which keys are rotated. Once one is, the page gives way to the new secret, shown once. */
export function RotationStage({ origin, children }: { origin: string; children: ReactNode }) {
  const router = useRouter()
  const [rotated, setRotated] = useState<Rotated | null>(null)
  const reveal = (made: Rotated) => {
    setRotated(made)
    // The pages as the browser remembers them have no such key yet.
    router.refresh()
  }
  if (rotated !== null) return <KeyReveal {...rotated} origin={origin} rotation={rotated} />
  return <RevealContext value={reveal}>{children}</RevealContext>
}
