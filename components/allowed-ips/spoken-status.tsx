'use client'

import { useSettled } from './use-settled.ts'

/** Says a line that changes as one types, once it has come to rest. The line itself is shown elsewhere. */
export function SpokenStatus({ text }: { text: string }) {
  const settled = useSettled(text)
  return (
    <p role="status" className="spoken">
      {settled}
    </p>
  )
}
