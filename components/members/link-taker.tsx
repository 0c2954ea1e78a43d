'use client'

import { type ReactNode, useEffect, useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { useLinkToken } from '#components/form/link-token'
import { Callout } from '#components/ui/callout'
import { Spinner } from '#components/ui/spinner'
import { paths } from '#lib/paths'

export type LinkTakerProps = { present: Action<{ token: string }>; children: ReactNode }

/** Presents what the link carries, then shows what it leads to. Coming back without a link, the one before still counts. */
export function LinkTaker({ present, children }: LinkTakerProps) {
  const token = useLinkToken()
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (token === null || token === '') return
    void attempt(present, { token }).then((result) => {
      if (!result.ok) return setProblem(result.message)
      // A full load: a refresh of the router would put the link back into the address bar.
      window.location.replace(paths.invitation())
    })
  }, [token, present])
  if (problem !== null) return <Callout tone="danger">{problem}</Callout>
  return token === '' ? children : <Spinner />
}
