'use client'

import { useEffect, useRef } from 'react'
import { Callout } from '#components/ui/callout'
import { CodeBlock } from '#components/ui/code-block'

/** `path`: of the link, where no message carries it. `notice`: why none does, when that is not plain. */
export type Told = { email: string; path: string | null; notice: string | null }

/** What came of inviting somebody. The link stands here once: the server keeps only its digest. */
export function InvitationLink({ told: { email, path, notice } }: { told: Told }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (path !== null) box.current?.focus()
  }, [path])
  if (path === null)
    return (
      <Callout tone="success" role="status" title={`An invitation is on its way to ${email}`}>
        Its link works once, for seven days.
      </Callout>
    )
  return (
    <div ref={box} tabIndex={-1} className="outline-none">
      <Callout tone="success" role="status" title={`Hand this link to ${email}`}>
        {notice && <p>{notice}</p>}
        <p>It is shown only now, works once, for seven days, and for an account with that e-mail address alone.</p>
        <CodeBlock label="Invitation link" code={`${window.location.origin}${path}`} />
      </Callout>
    </div>
  )
}
